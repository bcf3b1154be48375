# One image for web, worker, beat and the commands; docker-compose.yml says what each one runs.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FACTCHECK_DATA=/srv/factcheck/data

WORKDIR /srv/factcheck
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.txt

COPY manage.py ./
COPY factcheck factcheck
COPY sources sources
COPY claims claims
COPY seeds seeds

# The key is for this step alone. Static files belong to the image: no volume goes over them.
RUN SECRET_KEY=only-while-building python manage.py collectstatic --noinput \
    && useradd --system --uid 10001 --no-create-home factcheck

USER factcheck
EXPOSE 8000
CMD ["gunicorn", "factcheck.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--timeout", "120", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
