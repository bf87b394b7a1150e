using System.Globalization;
using Modelyard.Selection.Search;

namespace Modelyard.Lifecycle.CrashWriter;

/// <summary>Represents a search that takes its time, to be killed in the middle.</summary>
public static class SlowSearch
{
    /// <summary>The name of the study.</summary>
    public const string Name = "slow";

    /// <summary>Gets the space.</summary>
    public static SearchSpace Space { get; } = new(new RealDimension("X", -2, 2), new ChoiceDimension("K", "a", "b"));

    /// <summary>Gets the settings.</summary>
    public static StudySettings Settings { get; } = new() { Trials = 40, TrialsAtOnce = 3, Parallelism = 2, Seed = 9, Strategy = new TpeSearch { StartupTrials = 6 } };

    /// <summary>Computes the loss of a point.</summary>
    public static double Loss(SearchPoint point) => Math.Pow(point.Number("X") - (point["K"] == "a" ? 1 : -1), 2);

    /// <summary>Searches, or goes on with the search.</summary>
    public static void Run(Yard yard, Action<string> acknowledge)
    {
        Lock gate = new();
        using StudyJournal journal = yard.Studies.Open(Name);
        var objective = new FunctionObjective(point =>
        {
            Say($"run {point.Text}");
            Thread.Sleep(5);
            return Loss(point);
        });
        Say("begin");
        StudyResult result = Study.Run(Space, objective, Settings, journal, new Listener(progress => Say($"done {progress.Latest.Point.Text}")));
        Say($"best {result.Best.Scores[0].ToString("R", CultureInfo.InvariantCulture)}");

        void Say(string line)
        {
            lock (gate)
            {
                acknowledge(line);
            }
        }
    }

    private sealed class Listener(Action<StudyProgress> tell) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => tell(value);
    }
}
