// The code of the pages prints to the console and finds its files from the current folder, and a process has but one of each.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
