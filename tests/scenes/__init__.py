"""One of everything at clinic CMI, one module a part of the product; ``tests/access_scene.py`` joins them."""
