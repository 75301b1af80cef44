"""Reports: views, charts and pages; pure functions from what a run keeps."""
