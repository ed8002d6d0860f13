# syntax=docker/dockerfile:1
FROM python:3.11-slim-bookworm AS pages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src/frontend
COPY requirements/node.txt /tmp/
RUN pip install --no-cache-dir --root-user-action ignore --require-hashes -r /tmp/node.txt
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-progress --no-update-notifier
COPY frontend ./
RUN npm run build

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /venv
COPY requirements/uv.txt requirements/runtime.txt requirements/
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
 && /venv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY alembic alembic
COPY app app
COPY --from=pages /src/static static
RUN /venv/bin/uv pip install --no-cache --python /venv/bin/python --no-deps . && /venv/bin/uv pip uninstall --python /venv/bin/python uv

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ENVIRONMENT=production HOST=0.0.0.0 DATA_DIR=/data
RUN useradd --system --uid 10001 --home-dir /data --create-home app
COPY --from=build /venv /venv
USER app
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/healthz', timeout=2)"]
CMD ["forexsignals", "serve"]
