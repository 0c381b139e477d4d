# One image for the service and its workers; the command says which.
#
# On Linux the plain `torch` wheel brings CUDA along. To take PyTorch's CPU build instead, pass its package index:
#   docker build --build-arg PIP_EXTRA_INDEX_URL=<PyTorch's CPU index> .
FROM python:3.11-slim AS build
ARG PIP_EXTRA_INDEX_URL=""
WORKDIR /src
COPY . .
RUN python -m venv /opt/storyharvest \
    && /opt/storyharvest/bin/pip install --no-cache-dir --constraint requirements.lock torch==2.13.0 \
    && /opt/storyharvest/bin/pip install --no-cache-dir --constraint requirements.lock .

FROM python:3.11-slim
RUN useradd --create-home harvest && mkdir /data && chown harvest /data
COPY --from=build /opt/storyharvest /opt/storyharvest
USER harvest
WORKDIR /data
ENV PATH=/opt/storyharvest/bin:$PATH \
    STORYHARVEST_HOST=0.0.0.0 \
    STORYHARVEST_DATABASE_URL=sqlite:////data/storyharvest.sqlite3 \
    HF_HUB_OFFLINE=1
RUN storyharvest prepare
VOLUME /data
EXPOSE 8000
CMD ["storyharvest", "serve"]
