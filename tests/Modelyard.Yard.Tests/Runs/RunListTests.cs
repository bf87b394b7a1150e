namespace Modelyard.Lifecycle.Tests.Runs;

public sealed class RunListTests : TestYard
{
    [Theory]
    [InlineData("SPRING", "a")]
    [InlineData("train.csv", "b")]
    [InlineData("--target", "c")]
    [InlineData("blue", "d")]
    public void Text_is_found_in_names_data_files_commands_and_tags(string text, string expected)
    {
        Start(new RunStart { Name = "Spring", Tags = Tag("a") });
        Start(new RunStart { Name = "x", Data = new RunData("/data/train.csv", null, null), Tags = Tag("b") });
        Start(new RunStart { Name = "y", CommandLine = "modelyard train --target z", Tags = Tag("c") });
        Start(new RunStart { Name = "z", Tags = new Dictionary<string, string> { ["mark"] = "d", ["color"] = "Blue" } });
        Assert.Equal([expected], Yard.Runs.List(new RunFilter { Text = text }).Select(run => run.Tags["mark"]));
        Assert.Equal(1, Yard.Runs.Count(new RunFilter { Text = text }));
    }

    [Fact]
    public void Signs_of_patterns_are_found_as_they_are()
    {
        Start(new RunStart { Name = "100%_safe" });
        Start(new RunStart { Name = "100 safe" });
        Assert.Equal("100%_safe", Assert.Single(Yard.Runs.List(new RunFilter { Text = "%_" })).Name);
    }

    [Fact]
    public void Runs_are_ordered_by_a_metric_and_those_without_it_come_last()
    {
        Start(new RunStart { Name = "good" }, 0.9);
        Start(new RunStart { Name = "none" });
        Start(new RunStart { Name = "bad" }, 0.1);
        Assert.Equal(["good", "bad", "none"], Names(new RunOrder(RunOrderKey.Metric, IsDescending: true) { Metric = "score" }));
        Assert.Equal(["bad", "good", "none"], Names(new RunOrder(RunOrderKey.Metric) { Metric = "score" }));
        Assert.Equal(["bad", "good", "none"], Names(new RunOrder(RunOrderKey.Name)));
        Assert.Equal(["bad", "none", "good"], Names(null));
    }

    [Fact]
    public void Pages_of_runs_have_each_run_once()
    {
        for (int i = 0; i < 7; i++)
        {
            Start(new RunStart { Name = $"run {i}" });
        }

        IEnumerable<string> pages = Enumerable.Range(0, 4).SelectMany(page => Yard.Runs.List(limit: 2, skip: 2 * page).Select(run => run.Name));
        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(i => $"run {i}"), pages);
        Assert.Equal(7, Yard.Runs.Count());
    }

    [Fact]
    public void A_revision_tells_what_has_changed_and_nothing_else()
    {
        YardRevision before = Yard.Revision;
        Assert.Equal(before, Yard.Revision);
        RunLog run = Yard.Runs.Start(new RunStart { Name = "x" });
        YardRevision begun = Yard.Revision;
        Assert.NotEqual(before.Runs, begun.Runs);
        Assert.Equal(before with { Runs = begun.Runs }, begun);
        run.LogMetric("loss", 1, 1);
        YardRevision written = Yard.Revision;
        Assert.NotEqual(begun.Runs, written.Runs);
        run.Finish();
        run.Dispose();
        Assert.NotEqual(written.Runs, Yard.Revision.Runs);
        Yard.Models.Register("sample", Package);
        YardRevision registered = Yard.Revision;
        Assert.NotEqual(before.Models, registered.Models);
        Yard.Models.SetTag("sample", 1, "color", "blue");
        Assert.NotEqual(registered.Models, Yard.Revision.Models);
        Assert.Equal("blue", Yard.Models.Resolve("sample:1").Tags["color"]);
    }

    private static Dictionary<string, string> Tag(string mark) => new() { ["mark"] = mark };

    private string[] Names(RunOrder? order) => [.. Yard.Runs.List(order: order).Select(run => run.Name)];

    private void Start(RunStart start, double? score = null)
    {
        using RunLog run = Yard.Runs.Start(start);
        if (score is { } value)
        {
            run.LogMetric("score", value);
        }

        run.Finish();
    }
}
