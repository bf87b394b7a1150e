using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Search;

namespace Modelyard.Bench.Search;

/// <summary>Counts the trials that searches need to reach the best of 100 random ones, and serves the same problems to the peer.</summary>
public static class SearchBench
{
    private const int Trials = 100;

    /// <summary>Runs a strategy on the problems and writes a line of JSON for each search: the best loss after each trial.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <param name="method">The name of the strategy: random, tpe, tpe-univariate or bayes.</param>
    /// <param name="seeds">The number of searches of each problem.</param>
    /// <param name="only">A part of the names of the problems; empty for all.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string root, string method, int seeds, string only)
    {
        ISearchStrategy strategy = method switch
        {
            "random" => new RandomSearch(),
            "tpe" => new TpeSearch(),
            "tpe-univariate" => new TpeSearch { Multivariate = false },
            _ => new GaussianProcessSearch(),
        };
        foreach ((string name, Func<SearchTask> create) in SearchTask.All(root).Where(pair => pair.Key.Contains(only, StringComparison.Ordinal)))
        {
            SearchTask task = create();
            for (int seed = 1; seed <= seeds; seed++)
            {
                long start = Stopwatch.GetTimestamp();
                StudyResult study = Study.Run(task.Space.Space, task.Objective, new StudySettings { Strategy = strategy, Trials = Trials, TrialsAtOnce = 1, Seed = (ulong)seed });
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                double best = double.PositiveInfinity;
                double[] losses = [.. study.Trials.Select(trial => best = Math.Min(best, trial.State == TrialState.Complete ? study.Goals[0].HigherIsBetter ? -trial.Scores[0] : trial.Scores[0] : double.PositiveInfinity))];
                Console.WriteLine(JsonSerializer.Serialize(new { task = name, method, seed, seconds, fits = study.Trials.Sum(trial => trial.Time.TotalSeconds), losses = losses.Select(loss => double.IsFinite(loss) ? loss : 1e300) }));
            }
        }

        return 0;
    }

    /// <summary>Describes a problem in a line of JSON, then answers each point on standard input, a JSON object a line, with its loss.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <param name="name">The name of the problem.</param>
    /// <returns>The exit code.</returns>
    public static int Serve(string root, string name)
    {
        SearchTask task = SearchTask.All(root)[name]();
        Console.WriteLine(JsonSerializer.Serialize(task.Space.Space.Dimensions.Select(axis => axis switch
        {
            RealDimension real => (object)new { name = axis.Name, low = real.Low, high = real.High, log = real.Scale == Scale.Logarithmic, values = Array.Empty<string>(), whole = false },
            IntegerDimension whole => new { name = axis.Name, low = (double)whole.Low, high = (double)whole.High, log = whole.Scale == Scale.Logarithmic, values = Array.Empty<string>(), whole = true },
            _ => new { name = axis.Name, low = 0.0, high = 0.0, log = false, values = ((ChoiceDimension)axis).Values.ToArray(), whole = false },
        })));
        var context = new FitContext { Seed = RandomStream.DeriveSeed(1, 0x6669) };
        while (Console.ReadLine() is { } line)
        {
            var point = new SearchPoint(JsonSerializer.Deserialize<Dictionary<string, string>>(line)!);
            double sum = 0;
            int steps = task.Objective.Steps(1);
            for (int step = 0; step < steps; step++)
            {
                sum += task.Objective.Score(point, 1, step, context)[0];
            }

            Console.WriteLine(((task.Objective.Goals[0].HigherIsBetter ? -sum : sum) / steps).ToString("R", CultureInfo.InvariantCulture));
        }

        return 0;
    }
}
