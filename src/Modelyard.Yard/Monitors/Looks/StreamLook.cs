using System.Globalization;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks row by row, in the order of time, whether the loss of the model has changed in a window whose labels have come, or since those before.</summary>
/// <remarks>
/// Where losses are drawn alike and independently, the chance of a rise in a window is at most the level of the look: detectors share it in equal parts (Bonferroni), and each spends its part over the rows of the window (<see cref="AdwinLosses"/>, <see cref="CalibratedLosses"/>).
/// Losses of which neighbours are alike, as those of one bad hour of each day, are found more often than that.
/// </remarks>
internal static class StreamLook
{
    /// <summary>Looks at a window.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="rows">The rows of the window.</param>
    /// <param name="packed">The stream as the window before left it; null if there is none.</param>
    /// <param name="level">The level.</param>
    /// <returns>What was seen, the figures, and the stream as it is to be kept; null if it stays as it was.</returns>
    internal static (WindowLook Look, IReadOnlyList<WindowMeasure> Measures, byte[]? Packed) Of(MonitorDefinition monitor, Frame rows, byte[]? packed, double level)
    {
        if (LabelledRows.Of(rows) is not { } labelled)
        {
            return (WindowLook.Unjudged(WatchKind.Stream, "No label is known."), [new WindowMeasure(MeasureNames.Labelled, 0)], null);
        }

        bool isOfClasses = labelled.Answers.Classes.Count > 0;
        LossStream stream = packed is null ? new LossStream(monitor, isOfClasses) : LossStream.Unpack(monitor, packed);
        if (stream.IsOfClasses != isOfClasses)
        {
            return (WindowLook.Unjudged(WatchKind.Stream, $"The model answers {(isOfClasses ? "classes" : "numbers")}, and answered {(isOfClasses ? "numbers" : "classes")} before: add a new monitor for it."), [], null);
        }

        if (stream.Detectors == 0)
        {
            return (WindowLook.Unjudged(WatchKind.Stream, "DDM is for answers that are right or wrong, and the model answers numbers. Watch with adwin or page-hinkley."), [], null);
        }

        TimedLoss[] losses = LossesOf(rows, labelled);
        var measures = new List<WindowMeasure> { new(MeasureNames.Labelled, losses.Length), new(MeasureNames.Loss, losses.Average(loss => loss.Value)) };
        if (!stream.IsJudged)
        {
            stream.Take(losses, level);
            string more = stream.IsJudged ? "" : $" {NumberText.Counted(stream.Learned, "row")} of it {(stream.Learned == 1 ? "is" : "are")} there, and {NumberText.Count(LossStream.FewestOfReference)} are needed, in whole windows.";
            return (WindowLook.Unjudged(WatchKind.Stream, $"Belongs to the reference, which the detectors learn from.{more}"), measures, stream.Pack());
        }

        IReadOnlyList<(StreamDetector Kind, StreamOutcome Outcome)> outcomes = stream.Take(losses, level);
        foreach ((StreamDetector kind, StreamOutcome outcome) in outcomes)
        {
            LossChange? change = outcome.Rise ?? outcome.Fall;
            measures.Add(new WindowMeasure(MeasureNames.Of(kind, "mean"), outcome.Mean));
            measures.Add(new WindowMeasure(MeasureNames.Of(kind, "p"), outcome.Chance));
            measures.Add(new WindowMeasure(MeasureNames.Of(kind, "change"), change is null ? 0 : change.After - change.Before));
        }

        return (Judge(monitor, outcomes, isOfClasses, level), measures, stream.Pack());
    }

    private static WindowLook Judge(MonitorDefinition monitor, IReadOnlyList<(StreamDetector Kind, StreamOutcome Outcome)> outcomes, bool isOfClasses, double level)
    {
        (StreamDetector Kind, StreamOutcome Outcome)[] judged = [.. outcomes.Where(one => !double.IsNaN(one.Outcome.Chance))];
        if (judged.Length == 0)
        {
            return WindowLook.Unjudged(WatchKind.Stream, "No detector has looked: there are too few rows, or they are learned from after a change.");
        }

        (StreamDetector Kind, StreamOutcome Outcome)[] worse = [.. judged.Where(one => one.Outcome.Rise is { } rise && rise.After - rise.Before >= monitor.LeastWorse * rise.Before)];
        string[] said = [.. worse.Select(one => Words(one.Kind, one.Outcome.Rise!, isOfClasses)), .. judged.Where(one => one.Outcome.Fall is not null).Select(one => Words(one.Kind, one.Outcome.Fall!, isOfClasses))];

        // Of a rise that is too small to matter the chance is of no interest, as of other looks.
        double chance = judged.Except(worse).Where(one => one.Outcome.Rise is null).Concat(worse).Select(one => one.Outcome.Chance).DefaultIfEmpty(1).Min();
        return new WindowLook(WatchKind.Stream, Math.Min(1, outcomes.Count * chance), level, worse.Length > 0, said.Length == 0 ? "As before." : string.Join(" ", said))
        {
            Subjects = [.. worse.Select(one => MeasureNames.Of(one.Kind))],
        };
    }

    private static TimedLoss[] LossesOf(Frame rows, LabelledRows labelled)
    {
        ReadOnlySpan<long> times = ((TimestampColumn)rows[PredictionColumns.Time]).Ticks;
        Metrics.Predictions answers = labelled.Answers;
        var losses = new TimedLoss[labelled.Rows.Length];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = new TimedLoss(times[labelled.Rows[i]], answers.Classes.Count == 0 ? Math.Abs(answers.Target[i] - answers.Predicted[i]) : answers.Labels[i] == answers.PredictedLabels[i] ? 0 : 1);
        }

        // A log is in the order of time; rows of one moment keep their order.
        return losses;
    }

    private static string Words(StreamDetector kind, LossChange change, bool isOfClasses)
    {
        return $"{Name(kind)}: {(isOfClasses ? "wrong answers have" : "the mean error has")} {(change.After > change.Before ? "risen" : "fallen")} from {Text(change.Before)} to {Text(change.After)} since {Moment(change.Since)} UTC, found at {Moment(change.Found)}.";

        string Text(double loss) => isOfClasses ? NumberText.PlainPercent(loss) : NumberText.Value(loss);

        static string Moment(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static string Name(StreamDetector kind) => kind switch
    {
        StreamDetector.Adwin => "ADWIN",
        StreamDetector.PageHinkley => "Page-Hinkley",
        _ => "DDM",
    };
}
