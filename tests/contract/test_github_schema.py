"""The schema of the tests' GitHub is a true part of GitHub's own, and every query that we send is valid in it."""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    parse,
    validate,
)

from whylint.github_api import queries

HERE = Path(__file__).parent
OWN = build_schema((HERE.parent / "github_server" / "schema.graphql").read_text("utf-8"))
NAMES = sorted(name for name in OWN.type_map if not name.startswith("__"))
AMENDMENTS = [
    queries.amend("IC_1", body, hide, delete)[0]
    for body, hide, delete in product((None, "words"), (None, True, False), ((), ("IC_2",), ("IC_2", "IC_3")))
    if body is not None or hide is not None or delete
]
QUERIES = {
    "Read": queries.READ,
    "More": queries.MORE,
    "Look": queries.LOOK,
    "Add": queries.ADD,
    "File": queries.FILE,
    "Files": queries.FILES,
}
QUERIES |= {f"Amend{n}": query for n, query in enumerate(AMENDMENTS)}


contract = pytest.mark.contract


@pytest.fixture(scope="module")
def github() -> GraphQLSchema:
    """GitHub's public schema, from the npm package @octokit/graphql-schema."""
    places = [os.environ.get("WHYLINT_NODE_MODULES"), HERE / "node_modules", "node_modules"]
    files = [Path(place) / "@octokit" / "graphql-schema" / "schema.graphql" for place in places if place]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        pytest.skip(f"THE CONTRACT WITH GITHUB IS NOT TESTED: no @octokit/graphql-schema; run npm ci --prefix {HERE}")
    return build_schema(file.read_text("utf-8"), assume_valid=True, assume_valid_sdl=True)


@contract
@pytest.mark.parametrize("name", NAMES)
def test_every_type_is_as_on_github(github: GraphQLSchema, name: str) -> None:
    own, real = OWN.type_map[name], github.type_map[name]

    assert type(own) is type(real)
    if isinstance(own, GraphQLScalarType):
        return
    if isinstance(own, GraphQLEnumType):
        assert isinstance(real, GraphQLEnumType)
        assert set(own.values) == set(real.values)
        return
    if isinstance(own, GraphQLUnionType):
        assert isinstance(real, GraphQLUnionType)
        assert {each.name for each in own.types} <= {each.name for each in real.types}
        return
    assert isinstance(own, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType)
    assert isinstance(real, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType)
    assert {field: str(it.type) for field, it in own.fields.items()} == {
        field: str(real.fields[field].type) if field in real.fields else "no such field" for field in own.fields
    }
    if isinstance(own, GraphQLInputObjectType):
        required = {field for field, it in real.fields.items() if str(it.type).endswith("!")}
        assert required <= set(own.fields)
        return
    assert isinstance(real, GraphQLObjectType | GraphQLInterfaceType)
    assert {each.name for each in own.interfaces} <= {each.name for each in real.interfaces}
    for field, it in own.fields.items():
        arguments = {arg: str(given.type) for arg, given in it.args.items()}
        assert arguments.items() <= {arg: str(given.type) for arg, given in real.fields[field].args.items()}.items()


@contract
@pytest.mark.parametrize("name", QUERIES)
def test_every_query_is_valid_on_github(github: GraphQLSchema, name: str) -> None:
    assert validate(github, parse(QUERIES[name])) == []


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_is_valid_on_the_github_of_the_tests(name: str) -> None:
    assert validate(OWN, parse(QUERIES[name])) == []
