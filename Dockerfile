# The base is an argument so that an approved mirror or a newer Python can take its place:
#   docker build --build-arg BASE=registry.example/python:3.12-slim .
ARG BASE=docker.io/library/python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python3 -m venv /opt/wayin
# Dependencies before source: a change in our code does not fetch them again.
COPY requirements.lock /src/
RUN /opt/wayin/bin/pip install --require-hashes -r /src/requirements.lock
COPY pyproject.toml README.md /src/
COPY bot /src/bot
COPY db /src/db
RUN /opt/wayin/bin/pip install --no-deps --no-build-isolation /src

FROM ${BASE}
RUN groupadd --gid 10001 wayin \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin wayin \
 && install -d -o wayin -g wayin -m 0700 /data
COPY --from=build /opt/wayin /opt/wayin
ENV PATH=/opt/wayin/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    WAYIN_LISTEN_HOST=0.0.0.0 WAYIN_LISTEN_PORT=8080
USER 10001:10001
# Where SQLite's file is when no other database is named.
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python3", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['WAYIN_LISTEN_PORT'] + '/health', timeout=4)"]
# Migrations are a step of their own (`wayin db upgrade`): `wayin run` refuses a database that lacks them.
CMD ["wayin", "run"]
