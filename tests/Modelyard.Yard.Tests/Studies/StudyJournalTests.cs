using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Modelyard.Selection.Search;

namespace Modelyard.Lifecycle.Tests;

[Collection("Killed processes")]
public sealed class StudyJournalTests : TestYard
{
    private const int MostKills = 40;

    private static readonly SearchSpace Space = new(new RealDimension("X", -2, 2), new ChoiceDimension("K", "a", "b"));
    private static readonly FunctionObjective Objective = new(point => Math.Pow(point.Number("X") - (point["K"] == "a" ? 1 : -1), 2));
    private static readonly StudySettings Settings = new() { Trials = 40, TrialsAtOnce = 3, Parallelism = 2, Seed = 9, Strategy = new TpeSearch { StartupTrials = 6 } };

    [Fact]
    public void A_search_that_is_killed_again_and_again_loses_no_trial_repeats_none_and_ends_as_an_unbroken_one()
    {
        var random = new Random(3);
        var done = new HashSet<string>();
        bool hasEnded = false;
        int kills = 0;
        for (; !hasEnded && kills < MostKills; kills++)
        {
            foreach (string line in RunAndKill(random.Next(0, 150)))
            {
                Assert.False(line.StartsWith("run ", StringComparison.Ordinal) && done.Contains(line[4..]), $"A finished trial ran again: {line}");
                if (line.StartsWith("done ", StringComparison.Ordinal))
                {
                    done.Add(line[5..]);
                }

                hasEnded |= line.StartsWith("best ", StringComparison.Ordinal);
            }
        }

        Assert.True(kills > 2, $"The search was killed {kills} times, too few to say anything.");
        StudyResult unbroken = Study.Run(Space, Objective, Settings);
        using StudyJournal journal = Yard.Studies.Open("slow");
        StudyResult resumed = Study.Run(Space, new FunctionObjective(_ => throw new InvalidOperationException("All trials were done before.")), Settings, hasEnded ? journal : Finished(journal));
        Assert.Equal(unbroken.Trials.Select(Described), resumed.Trials.Select(Described));
        Assert.Equal(["slow"], Yard.Studies.List());
    }

    [Fact]
    public void A_study_has_one_searcher_at_a_time_and_may_change_hands()
    {
        using (StudyJournal first = Yard.Studies.Open("one"))
        {
            first.Open("a");
            using StudyJournal second = Yard.Studies.Open("one");
            Assert.Contains("is being searched by the process", Assert.Throws<YardException>(() => second.Open("a")).Message, StringComparison.Ordinal);
        }

        using StudyJournal third = Yard.Studies.Open("one");
        Assert.Empty(third.Open("a"));
    }

    [Fact]
    public void A_study_of_another_search_is_refused()
    {
        using (StudyJournal first = Yard.Studies.Open("one"))
        {
            Study.Run(Space, Objective, Settings with { Trials = 3 }, first);
        }

        using StudyJournal second = Yard.Studies.Open("one");
        Assert.Contains("'seed: 9' then, 'seed: 8' now", Assert.Throws<ModelyardException>(() => Study.Run(Space, Objective, Settings with { Seed = 8 }, second)).Message, StringComparison.Ordinal);
        Assert.Contains("name of the study", Assert.Throws<YardException>(() => Yard.Studies.Open("../x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_yard_of_the_first_version_gets_the_tables_of_those_after_it()
    {
        string folder = PathOf("old");
        Yard.Open(folder).Dispose();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "yard.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "DROP TABLE server_minutes; DROP TABLE monitor_faults; DROP TABLE monitor_streams; DROP TABLE tokens; DROP TABLE token_revision; DROP TABLE alias_moves; DROP TABLE execution_deliveries; DROP TABLE executions; DROP TABLE automations; DROP TABLE trials; DROP TABLE studies; DROP TABLE silences; DROP TABLE deliveries; DROP TABLE channels; DROP TABLE alarms; DROP TABLE monitor_windows; DROP TABLE monitor_grids; DROP TABLE monitors; PRAGMA user_version = 1;";
            command.ExecuteNonQuery();
        }

        using Yard old = Yard.Open(folder);
        Assert.Empty(old.Monitors.List());
        using StudyJournal journal = old.Studies.Open("one");
        Assert.Equal(3, Study.Run(Space, Objective, Settings with { Trials = 3 }, journal).Trials.Count);
    }

    /// <summary>Goes on with the search to its end, so that its journal can be read.</summary>
    private static StudyJournal Finished(StudyJournal journal)
    {
        Study.Run(Space, Objective, Settings, journal);
        journal.Dispose();
        return journal;
    }

    private static string Described(Trial trial) => $"{trial.Number} {trial.Batch} {trial.Point} {trial.State} {string.Join(' ', trial.Scores)}";

    private List<string> RunAndKill(int milliseconds)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "Modelyard.Yard.CrashWriter.dll"), YardFolder, "study" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var lines = new List<string>();
        try
        {
            // The clock runs from the first line on, so that no kill falls into the start of the runtime.
            lines.Add(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The search ended by itself before it began."));
            Task<string> rest = process.StandardOutput.ReadToEndAsync();
            process.WaitForExit(milliseconds);
            process.Kill();
            string text = rest.GetAwaiter().GetResult();
            int end = text.LastIndexOf('\n') + 1;
            lines.AddRange(text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        return lines;
    }
}
