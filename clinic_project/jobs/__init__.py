"""Work that takes longer than a person waits: a queue in the database, a worker, and pages that show how far it is.

A higher app registers what it can do as a :class:`~clinic_project.jobs.kinds.Kind`, starts it with
:func:`~clinic_project.jobs.services.start_job`, and leads the person to the job's page.
"""
