# tests of cli; paths from tests/
