mod lists;
