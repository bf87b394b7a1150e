using Modelyard.Learning;

namespace Modelyard.Lifecycle.Tests.Runs;

public sealed class RunTests : TestYard
{
    [Fact]
    public void All_that_was_logged_comes_back()
    {
        string parent = Yard.Runs.Start(new RunStart { Name = "all" }).Id;
        using RunLog log = Yard.Runs.Start(new RunStart
        {
            Name = "churn",
            CommandLine = "modelyard train churn.csv",
            Hyperparameters = new Dictionary<string, string> { ["Alpha"] = "1" },
            Seed = 7,
            Data = new RunData("churn.csv", new string('a', 64), 100),
            Schema = new FeatureSchema(new Feature("a:b"), new Feature("c", FeatureKind.Timestamp)),
            Parent = parent,
            Tags = new Dictionary<string, string> { ["team"] = "blue" },
        });
        log.LogHyperparameter("Beta", "2");
        log.LogMetric("loss", double.NaN, 1);
        log.LogMetric("loss", double.NegativeInfinity, 0);
        log.LogMetric("auc", 0.1 + 0.2);
        log.LogDuration("fit", TimeSpan.FromMilliseconds(1.5));
        log.LogWarning("First.");
        log.LogWarning("Second.");
        RunArtifact artifact = log.LogArtifact("report.html", new MemoryStream("<html>"u8.ToArray()));
        Assert.Equal(RunStatus.Running, Yard.Runs.Get(log.Id).Status);
        log.Finish();

        // Two runs of one millisecond may differ in the last letter alone.
        Run run = Yard.Runs.Get(parent.StartsWith(log.Id[..^1], StringComparison.Ordinal) ? log.Id : log.Id[..^1]);
        Assert.Equal(RunStatus.Finished, run.Status);
        Assert.NotNull(run.Ended);
        Assert.Equal(("churn", "train", "modelyard train churn.csv", 7L, parent), (run.Name, run.Kind, run.CommandLine, run.Seed, run.Parent));
        Assert.Equal(new RunData("churn.csv", new string('a', 64), 100), run.Data);
        Assert.Equal([new Feature("a:b"), new Feature("c", FeatureKind.Timestamp)], run.Schema);
        Assert.Equal([("auc", 0.1 + 0.2, 0L), ("loss", double.NegativeInfinity, 0L), ("loss", double.NaN, 1L)], run.Metrics.Select(metric => (metric.Name, metric.Value, metric.Step)));
        Assert.Equal(["Alpha", "Beta"], run.Hyperparameters.Keys.Order());
        Assert.Equal("blue", run.Tags["team"]);
        Assert.Equal(TimeSpan.FromMilliseconds(1.5), run.Durations["fit"]);
        Assert.Equal(["First.", "Second."], run.Warnings);
        Assert.Equal([artifact], run.Artifacts);
        Assert.Contains("cpu", run.Environment.Keys);
    }

    [Fact]
    public void Runs_are_listed_newest_first_with_the_last_step_of_their_metrics()
    {
        string[] ids = [.. Enumerable.Range(0, 5).Select(i =>
        {
            using RunLog log = Yard.Runs.Start(new RunStart { Name = i == 3 ? "other" : "same" });
            log.LogMetrics([.. Enumerable.Range(0, 4).Select(step => new RunMetric("loss", i + step, step, DateTimeOffset.UtcNow))]);
            return log.Id;
        })];
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Reverse(), Yard.Runs.List().Select(run => run.Id));
        Assert.Equal(ids.Reverse().Take(2), Yard.Runs.List(limit: 2).Select(run => run.Id));
        Assert.Equal([ids[3]], Yard.Runs.List(new RunFilter { Name = "other" }).Select(run => run.Id));
        Assert.All(Yard.Runs.List(), run => Assert.Equal(3, Assert.Single(run.Metrics).Step));
        Assert.All(Yard.Runs.List(), run => Assert.Equal(RunStatus.Failed, run.Status));
    }

    [Fact]
    public void A_comparison_shows_only_what_differs()
    {
        string[] ids = [.. Enumerable.Range(0, 2).Select(i =>
        {
            using RunLog log = Yard.Runs.Start(new RunStart
            {
                Name = "r",
                Hyperparameters = new Dictionary<string, string> { ["Same"] = "1", ["Alpha"] = $"{i}" },
                Data = new RunData("churn.csv", null, 10),
            });
            log.LogMetric("auc", 0.5 + i);
            log.LogMetric("same", 1);
            return log.Id;
        })];
        RunComparison comparison = Yard.Runs.Compare(ids);
        Assert.Equal(["hyperparameter Alpha 0 1", "metric auc 0.5 1.5"], comparison.Differences.Select(difference => $"{difference.Kind} {difference.Name} {string.Join(' ', difference.Values)}"));
    }

    [Fact]
    public void A_beginning_must_name_one_run()
    {
        using RunLog one = Yard.Runs.Start(new RunStart { Name = "one" }), two = Yard.Runs.Start(new RunStart { Name = "two" });
        Assert.Contains("More than one run", Assert.Throws<YardException>(() => Yard.Runs.Get(one.Id[..2])).Message);
        Assert.Contains("'zzz'", Assert.Throws<YardException>(() => Yard.Runs.Get("zzz")).Message);
    }

    [Fact]
    public void Threads_that_log_at_once_lose_nothing()
    {
        using RunLog log = Yard.Runs.Start(new RunStart { Name = "threads" });
        Parallel.For(0, 8, thread =>
        {
            using Yard own = Yard.Open(YardFolder);
            for (int step = 0; step < 10; step++)
            {
                log.LogMetric($"m{thread}", step, step);
                own.Models.Register("threads", Package, log.Id);
            }
        });
        Assert.Equal(80, Yard.Runs.Get(log.Id).Metrics.Count);
        Assert.Equal(Enumerable.Range(1, 80).Reverse(), Yard.Models.Show("threads").Versions.Select(version => version.Version));
    }
}
