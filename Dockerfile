# The action's image. The first stage makes a self-contained folder, /opt/whylint; the second is Python and that folder.
FROM python:3.13-slim-trixie AS build

# Neither folder has an installer of its own: the stage's pip fills them, from locked wheels only.
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1 PIP_QUIET=1 PIP_ROOT_USER_ACTION=ignore
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN python -m venv --without-pip /opt/whylint \
 && python -m venv --without-pip /build/tools \
 && python -m pip --python /opt/whylint/bin/python install --require-hashes --only-binary :all: -r requirements/runtime.txt \
 && python -m pip --python /build/tools/bin/python install --require-hashes --only-binary :all: -r requirements/build.txt

# cryptography signs what a GitHub App says; we come with a token. It is 16 MB, and a tenth of the time that a run takes.
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY src src
COPY rules rules
COPY schema schema
RUN /build/tools/bin/python -m hatchling build --target wheel --directory dist \
 && python -m pip --python /opt/whylint/bin/python install --no-index --no-deps dist/*.whl \
 && python -m pip --python /opt/whylint/bin/python uninstall --yes cryptography
COPY scripts/finish_image.py /opt/whylint/


FROM python:3.13-slim-trixie

LABEL org.opencontainers.image.title="whylint" \
      org.opencontainers.image.description="A linter for the why of a pull request" \
      org.opencontainers.image.licenses="MIT AND Apache-2.0"

COPY --from=build /opt/whylint /opt/whylint
RUN /opt/whylint/bin/python -I /opt/whylint/finish_image.py && rm /opt/whylint/finish_image.py

# There is no USER line on purpose. GitHub asks that Docker actions run as root: the files behind GITHUB_OUTPUT and
# GITHUB_STEP_SUMMARY belong to the runner's own user, and another user in here could not write them.

# -I: neither the working directory (a stranger's checkout, perhaps) nor any PYTHON* variable can add a module.
ENTRYPOINT ["/opt/whylint/bin/python", "-I", "-m", "whylint", "action"]
