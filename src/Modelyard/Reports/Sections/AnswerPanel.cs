using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Says what the model is, how good it is and how sure that is.</summary>
internal static class AnswerPanel
{
    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Answer.Length > 0)
        {
            writer.Write($"<p class=\"answer\">{content.Answer}</p>");
        }
        else
        {
            WriteAnswer(writer, content);
        }

        if (content.Coverage.Length > 0)
        {
            writer.Paragraph(content.Coverage);
        }

        writer.KeyFigures([Figure(content.Headline, content, true), .. content.Metrics.Take(Shown(content)).Select(metric => Figure(metric, content, false))]);
        if (content.Metrics.Count > Shown(content))
        {
            writer.Details($"{content.Metrics.Count - Shown(content)} more scores", inner => inner.Definitions(
                content.Metrics.Skip(Shown(content)).Select(metric => (metric.Name, Interval(metric) is { Length: > 0 } interval ? $"{NumberText.Score(metric.Value)}  {interval}" : NumberText.Score(metric.Value)))));
        }
    }

    private static int Shown(TrainingReportContent content) => content.Metrics.Count > 9 ? 7 : content.Metrics.Count;

    private static void WriteAnswer(HtmlWriter writer, TrainingReportContent content)
    {
        ReportMetric metric = content.Headline;
        string rows = content.TestRows > 0 ? $", measured once on {NumberText.Counted(content.TestRows, "row")} it had never seen" : " on rows it had never seen";
        string interval = HasInterval(metric)
            ? $" ({NumberText.Percent(content.IntervalLevel)} interval {NumberText.Score(metric.Low)} to {NumberText.Score(metric.High)})"
            : "";
        writer.Write($"<p class=\"answer\"><strong>{Capital(content.Estimator)}</strong> predicts <strong>{content.Test.Target}</strong> ");
        writer.Write($"with {Article(metric.Name)} {InSentence(metric.Name)} of <strong>{NumberText.Score(metric.Value)}</strong>{interval}{rows}.</p>");
        string comparison = string.Join(' ', new[] { AgainstBaseline(metric), AgainstRunnerUp(content) }.Where(text => text.Length > 0));
        if (comparison.Length > 0)
        {
            writer.Paragraph(comparison);
        }
    }

    private static string AgainstBaseline(ReportMetric metric)
    {
        if (!double.IsFinite(metric.Baseline))
        {
            return "";
        }

        string baseline = $"A guess that ignores every column gets {NumberText.Score(metric.Baseline)}";
        bool better = metric.HigherIsBetter ? metric.Value > metric.Baseline : metric.Value < metric.Baseline;
        if (!better)
        {
            return $"{baseline}, so the model has learned nothing of use.";
        }

        bool overlaps = HasInterval(metric) && metric.Low <= metric.Baseline && metric.Baseline <= metric.High;
        return overlaps ? $"{baseline}, which lies within the interval: the gain is not certain." : $"{baseline}.";
    }

    private static string AgainstRunnerUp(TrainingReportContent content)
    {
        ReportCandidate? chosen = content.Leaderboard.FirstOrDefault(candidate => candidate.IsChosen);
        ReportCandidate? second = content.Leaderboard.FirstOrDefault(candidate => !candidate.IsChosen && double.IsFinite(candidate.Score));
        if (chosen is null || second is null || !double.IsFinite(chosen.Score))
        {
            return "";
        }

        double spread = new[] { chosen.Deviation, second.Deviation }.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        string scores = $"({NumberText.Score(second.Score)} against {NumberText.Score(chosen.Score)} in validation)";
        return Math.Abs(chosen.Score - second.Score) <= spread
            ? $"The runner-up, {second.Estimator}, is within the spread of the folds {scores}, so the choice between the two is close."
            : $"The runner-up, {second.Estimator}, is behind by more than the spread of the folds {scores}.";
    }

    private static KeyFigure Figure(ReportMetric metric, TrainingReportContent content, bool main)
    {
        string note = Interval(metric);
        if (note.Length == 0 && double.IsFinite(metric.Baseline))
        {
            note = $"baseline {NumberText.Score(metric.Baseline)}";
        }

        return new KeyFigure(metric.Name, NumberText.Score(metric.Value) + (main && content.Test.Unit.Length > 0 && metric.Name is "RMSE" or "MAE" ? "\u00A0" + content.Test.Unit : ""), note, main);
    }

    private static string Interval(ReportMetric metric) => HasInterval(metric) ? $"{NumberText.Score(metric.Low)} – {NumberText.Score(metric.High)}" : "";

    private static bool HasInterval(ReportMetric metric) => double.IsFinite(metric.Low) && double.IsFinite(metric.High);

    private static string Capital(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;

    // "Log loss" and "Accuracy" are common words, "ROC AUC" and "R²" are not; Brier is a person.
    internal static string InSentence(string name) =>
        name.Length > 1 && char.IsLower(name[1]) && !name.StartsWith("Brier", StringComparison.Ordinal) ? char.ToLowerInvariant(name[0]) + name[1..] : name;

    // Abbreviations are spelt out by letter: an F1, an MAE, an RMSE, an ROC AUC, an R².
    private static string Article(string name) => name.Length > 0 && (name[0] is 'a' or 'e' or 'i' or 'o' or 'A' or 'E' or 'I' or 'O'
        || (name[0] is 'F' or 'M' or 'R' && (name.Length < 2 || !char.IsLower(name[1])))) ? "an" : "a";
}
