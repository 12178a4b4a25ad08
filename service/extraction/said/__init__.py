"""What somebody is quoted or reported to have said, and whom the article credits."""
