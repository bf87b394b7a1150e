using System.Numerics;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Represents what is kept of the predictions that a version of a model made in an hour, or in a longer span: counts that add up, so that a month is looked at without its rows.</summary>
/// <remarks>It stays when the rows are over: <see cref="PredictionLogOptions.Retention"/> removes rows alone.</remarks>
public sealed class PredictionRollUp
{
    /// <summary>Initializes a roll-up of no predictions.</summary>
    /// <param name="start">The beginning of the span, in UTC.</param>
    /// <param name="version">The version of the model.</param>
    public PredictionRollUp(DateTime start, string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        (Start, Version) = (start, version);
    }

    /// <summary>Gets the beginning of the span, in UTC.</summary>
    public DateTime Start { get; }

    /// <summary>Gets the version of the model.</summary>
    public string Version { get; }

    /// <summary>Gets the number of predictions in the log.</summary>
    public long Predictions { get; internal set; }

    /// <summary>Gets the number of requests in the log.</summary>
    public long Requests { get; internal set; }

    /// <summary>Gets how many predictions those in the log stand for: each as many as one by the share of requests that is kept.</summary>
    public double Estimated { get; internal set; }

    /// <summary>Gets the latencies of the requests in milliseconds, as far as they are known.</summary>
    public LogHistogram Latency { get; internal init; } = new();

    /// <summary>Gets the predictions if they are numbers.</summary>
    public LogHistogram Numbers { get; internal init; } = new();

    /// <summary>Gets how many predictions were of each class; empty if they are numbers.</summary>
    public IReadOnlyDictionary<string, long> Classes => ClassCounts;

    /// <summary>Gets the sum of the probabilities of each class; empty if there are none.</summary>
    public IReadOnlyDictionary<string, double> Probabilities => ProbabilitySums;

    /// <summary>Gets how many cells of each input were missing; inputs of which none was are left out.</summary>
    public IReadOnlyDictionary<string, long> Missing => MissingCounts;

    internal SortedDictionary<string, long> ClassCounts { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, double> ProbabilitySums { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, long> MissingCounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds roll-ups up to longer spans.</summary>
    /// <param name="parts">The roll-ups.</param>
    /// <param name="span">Gives the beginning of the span that a moment lies in, such as its day.</param>
    /// <param name="byVersion">Whether versions stay apart; those of all together have an empty name.</param>
    /// <returns>A roll-up for each span and version that has any, in the order of time and then of versions.</returns>
    public static IReadOnlyList<PredictionRollUp> Merge(IEnumerable<PredictionRollUp> parts, Func<DateTime, DateTime> span, bool byVersion = true)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(span);
        return [.. parts.GroupBy(part => (Start: span(part.Start), Version: byVersion ? part.Version : "")).Select(group =>
        {
            var sum = new PredictionRollUp(group.Key.Start, group.Key.Version);
            foreach (PredictionRollUp part in group)
            {
                sum.Add(part);
            }

            return sum;
        }).OrderBy(one => one.Start).ThenBy(one => one.Version, StringComparer.Ordinal)];
    }

    internal void Add(PredictionRollUp other)
    {
        Predictions += other.Predictions;
        Requests += other.Requests;
        Estimated += other.Estimated;
        Latency.Merge(other.Latency);
        Numbers.Merge(other.Numbers);
        AddAll(ClassCounts, other.ClassCounts);
        AddAll(ProbabilitySums, other.ProbabilitySums);
        AddAll(MissingCounts, other.MissingCounts);
    }

    private static void AddAll<T>(SortedDictionary<string, T> sums, SortedDictionary<string, T> others)
        where T : struct, INumber<T>
    {
        foreach ((string name, T other) in others)
        {
            sums[name] = sums.GetValueOrDefault(name) + other;
        }
    }
}
