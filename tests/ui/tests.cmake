# tests of ui; paths from tests/
