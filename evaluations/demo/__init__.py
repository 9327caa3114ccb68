"""The demo data: a closed year and the current one, made through the services and the same at every run.

``loader`` sets the scene and plays everything in the order of time; the other files say what there is to play.
"""
