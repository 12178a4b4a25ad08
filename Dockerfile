# One image; `api` and `workers` are two commands of it.
FROM python:3.13-slim AS packages
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/requirements.lock

FROM python:3.13-slim
COPY --from=packages /venv /venv
WORKDIR /app
COPY service service
COPY workers workers
COPY seeds seeds
RUN mkdir /data && chown 10001:10001 /data && /venv/bin/python -m compileall -q service workers
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PARLEY_DATA=/data PARLEY_HOST=0.0.0.0
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 CMD ["python", "-m", "service.cli", "healthy"]
ENTRYPOINT ["python", "-m", "service.cli"]
CMD ["api"]
