"""The project: settings, urls, and what starts and stops it."""

from factcheck.celery import app as celery_app

__all__ = ["celery_app"]
