using System.Diagnostics;
using System.Text.RegularExpressions;
using Modelyard.Learning;

namespace Modelyard.Bench.Stopping;

/// <summary>Measures how long fits to large data go on after they were cancelled, or after their time was up.</summary>
/// <remarks>
/// A cancelled fit shall end within a tenth of a second, and one with a budget within a tenth of the budget and a tenth of a second more. It is a
/// probe, not a row of the table: on a busy machine the figures say little.
/// </remarks>
public static class StoppingProbe
{
    private const double BudgetShare = 0.3;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private static readonly double[] Moments = [0.1, 0.4, 0.7, 0.95];
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(25);

    /// <summary>Measures every fit whose name and form, as in <c>Svc() few</c>, hold a pattern.</summary>
    /// <param name="only">The pattern, in whatever case; empty for all.</param>
    /// <param name="rows">The number of dense rows.</param>
    /// <param name="measured">Is told of each result as it is there.</param>
    /// <returns>The results, the worst first.</returns>
    public static IReadOnlyList<StoppingResult> Run(string only, int rows, Action<StoppingResult> measured)
    {
        var results = new List<StoppingResult>();
        foreach (StoppingCase one in StoppingCases.All(rows).Where(one => Regex.IsMatch($"{one.Name} {one.Form}", only, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))))
        {
            StoppingResult result = Measure(one);
            measured(result);
            results.Add(result);
            GC.Collect();
        }

        return [.. results.OrderByDescending(result => result.Excess)];
    }

    private static StoppingResult Measure(StoppingCase one)
    {
        // What comes first compiles the code.
        Cancel(one, Early);
        double seconds = Cancel(one, Longest).Elapsed.TotalSeconds;
        TimeSpan worst = TimeSpan.Zero;
        double at = 0;
        string place = "";
        foreach (TimeSpan moment in Moments.Select(share => TimeSpan.FromSeconds(share * seconds)).Prepend(Early))
        {
            (_, TimeSpan delay, string found) = Cancel(one, moment);
            if (delay > worst)
            {
                (worst, at, place) = (delay, moment.TotalSeconds, found);
            }
        }

        // What the fits before this one left behind would be collected in its time.
        GC.Collect();
        TimeSpan budget = TimeSpan.FromSeconds(BudgetShare * seconds);
        long start = Stopwatch.GetTimestamp();
        string ended = Ends(one, new FitContext { Budget = budget });
        TimeSpan late = Stopwatch.GetElapsedTime(start) - budget;
        place = late > worst ? ended : place;
        return new StoppingResult(one, seconds, worst, at, place, budget, late);
    }

    /// <summary>Fits, and cancels at a moment.</summary>
    /// <returns>The time of the fit, that since the cancellation (0 if the fit came to its end before), and who found it.</returns>
    private static (TimeSpan Elapsed, TimeSpan Delay, string Place) Cancel(StoppingCase one, TimeSpan moment)
    {
        using var source = new CancellationTokenSource();
        long start = Stopwatch.GetTimestamp(), asked = long.MaxValue;
        using var timer = new Timer(
            _ =>
            {
                Volatile.Write(ref asked, Stopwatch.GetTimestamp());
                source.Cancel();
            },
            null,
            moment,
            Timeout.InfiniteTimeSpan);
        string place = Ends(one, new FitContext { Cancellation = source.Token });
        long end = Stopwatch.GetTimestamp();
        return (Stopwatch.GetElapsedTime(start, end), Stopwatch.GetElapsedTime(Math.Min(end, Volatile.Read(ref asked)), end), place);
    }

    /// <summary>Fits until the fit ends or is ended, and names the method that ended it.</summary>
    private static string Ends(StoppingCase one, FitContext context)
    {
        try
        {
            one.Fit(context);
            return "(a model)";
        }
        catch (Exception exception) when (exception is OperationCanceledException or FitBudgetException)
        {
            return Place(exception);
        }
        catch (ModelyardException exception)
        {
            // Steps that diverge, say: the fit ended all the same.
            return exception.Message;
        }
    }

    private static string Place(Exception exception) => string.Join(
        " < ",
        new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(frame => Path.GetFileName(frame.GetFileName()) is { } file && file is not ("FitContext.cs" or "ParallelLoop.cs"))
            .Select(frame => $"{Path.GetFileNameWithoutExtension(frame.GetFileName())}:{frame.GetFileLineNumber()}")
            .Take(3));
}
