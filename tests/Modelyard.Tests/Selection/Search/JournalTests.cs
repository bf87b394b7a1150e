using Modelyard.Selection.Search;

namespace Modelyard.Tests.Selection.Search;

public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-search-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string name) => Path.Combine(_folder, name);

    [Theory]
    [InlineData("tpe")]
    [InlineData("gp")]
    [InlineData("hyperband")]
    public void A_journal_cut_off_anywhere_leads_to_the_same_trials_and_runs_none_twice(string name)
    {
        SearchSpace space = new(new RealDimension("X", -5, 10), new RealDimension("Y", 0, 15));
        StudySettings settings = StrategyTests.Settings(name) with { Trials = 24, Parallelism = 1 };
        StudyResult unbroken;
        using (var journal = new FileTrialJournal(File("whole")))
        {
            unbroken = Study.Run(space, StrategyTests.Branin, settings, journal);
        }

        byte[] content = System.IO.File.ReadAllBytes(File("whole"));
        foreach (double share in (double[])[0.1, 0.35, 0.6, 0.85, 0.999, 1])
        {
            byte[] part = content[..(int)(share * content.Length)];
            System.IO.File.WriteAllBytes(File("part"), part);
            int finished = System.Text.Encoding.UTF8.GetString(part).Split('\n')[..^1].Count(line => line.StartsWith("{\"end\"", StringComparison.Ordinal));
            int calls = 0;
            var counted = new FunctionObjective(
                point =>
                {
                    Interlocked.Increment(ref calls);
                    return StrategyTests.Branin.Score(point, 1, 0, Modelyard.Learning.FitContext.Default)[0];
                });
            using var journal = new FileTrialJournal(File("part"));
            StudyResult resumed = Study.Run(space, counted, settings, journal);
            Assert.Equal(24 - finished, calls);
            Assert.Equal(unbroken.Trials.Select(Described), resumed.Trials.Select(Described));
        }
    }

    [Fact]
    public void A_search_may_go_on_beyond_its_trials()
    {
        SearchSpace space = new(new RealDimension("X", 0, 1));
        var objective = new FunctionObjective(point => point.Number("X"));
        var settings = new StudySettings { Trials = 10, Strategy = new TpeSearch() };
        using (var journal = new FileTrialJournal(File("more")))
        {
            Study.Run(space, objective, settings, journal);
        }

        using var again = new FileTrialJournal(File("more"));
        StudyResult more = Study.Run(space, objective, settings with { Trials = 20 }, again);
        Assert.Equal(Study.Run(space, objective, settings with { Trials = 20 }).Trials.Select(Described), more.Trials.Select(Described));
    }

    [Fact]
    public void A_journal_of_another_search_is_refused()
    {
        SearchSpace space = new(new RealDimension("X", 0, 1));
        var objective = new FunctionObjective(point => point.Number("X"));
        using (var journal = new FileTrialJournal(File("one")))
        {
            Study.Run(space, objective, new StudySettings { Trials = 4 }, journal);
        }

        using var again = new FileTrialJournal(File("one"));
        string message = Assert.Throws<ModelyardException>(() => Study.Run(space, objective, new StudySettings { Trials = 4, Seed = 7 }, again)).Message;
        Assert.Contains("'seed: 0' then, 'seed: 7' now", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_has_one_writer()
    {
        using var first = new FileTrialJournal(File("one"));
        first.Open("a");
        using var second = new FileTrialJournal(File("one"));
        Assert.Contains("another search", Assert.Throws<ModelyardException>(() => second.Open("a")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"study\":\"a\"}\nnot json\n", "line 2")]
    [InlineData("{\"study\":\"a\"}\n{\"end\":{\"number\":5,\"state\":\"Complete\",\"reason\":\"\",\"ticks\":1,\"steps\":[]}}\n", "line 2")]
    [InlineData("{\"other\":1}\n", "line 1")]
    [InlineData("{\"study\":\"a\"}\n{\"begin\":[{\"number\":0}]}\n", "line 2")]
    public void A_damaged_journal_is_refused_with_its_line(string content, string where)
    {
        System.IO.File.WriteAllText(File("bad"), content);
        using var journal = new FileTrialJournal(File("bad"));
        Assert.Contains(where, Assert.Throws<ModelyardException>(() => journal.Open("a")).Message, StringComparison.Ordinal);
    }

    private static string Described(Trial trial) => $"{trial.Number} {trial.Batch} {trial.Point} {trial.Share:R} {trial.State} {string.Join(' ', trial.Scores)} {trial.ExpectedGain:R}";
}
