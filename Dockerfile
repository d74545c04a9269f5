# The service, by the rules that come with it. The rules are checked while the image is built.
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/springstep && /opt/springstep/bin/pip install --no-cache-dir '.[serve]'

FROM python:3.13-slim
COPY --from=build /opt/springstep /opt/springstep
RUN useradd --system --no-create-home --shell /usr/sbin/nologin springstep
USER springstep
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s CMD ["/opt/springstep/bin/python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/springstep/bin/springstep", "serve", "--host", "0.0.0.0"]
CMD ["--workers", "2"]
