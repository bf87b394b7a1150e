using Modelyard.Charts;
using Modelyard.Selection.Search;

namespace Modelyard.Reports.Sections;

/// <summary>Lists the trials of a search: the best first, then those that were scored with less, given up or failed.</summary>
internal static class TrialSection
{
    private const int MostTrials = 300;

    public static void Write(HtmlWriter writer, StudyResult study)
    {
        Trial[] all = [.. study.Ranked, .. study.RankedBelow, .. study.Trials.Where(trial => trial.State != TrialState.Complete).OrderBy(trial => trial.State).ThenBy(trial => trial.Number)];
        string title = all.Length > MostTrials ? $"The first {MostTrials} of {NumberText.Count(all.Length)} trials" : "Every trial";
        writer.Section("trials", title, "The best first; the score of a trial that was given up is that of the folds until then. Behind ± stands the standard deviation between folds.", section => section.Table(new HtmlTable
        {
            Title = "Trials, the best first",
            Columns = [new HtmlColumn("Trial"), new HtmlColumn(""), .. study.Goals.Select(goal => Number(goal.Name)), Number("time"), new HtmlColumn("hyperparameters", HtmlColumnKind.Prose)],
            Rows = [.. all.Take(MostTrials).Select(trial => (IReadOnlyList<Markup>)[
                Markup.Text($"{trial.Number}"), Markup.Text(State(trial)), .. study.Goals.Select((_, goal) => Score(trial, goal)), Markup.Text(NumberText.Duration(trial.Time.TotalSeconds)), Markup.Text(trial.Reason.Length > 0 ? $"{trial.Point.Text}: {trial.Reason}" : trial.Point.Text)])],
            HighlightedRow = Array.IndexOf(all, study.Best) is >= 0 and < MostTrials and var best ? best : null,
        }));
    }

    private static string State(Trial trial) => trial.State switch
    {
        TrialState.Pruned => "given up",
        TrialState.Failed => "failed",
        TrialState.Begun => "not ended",
        _ when trial.Share < 1 => $"scored with {NumberText.Percent(trial.Share)}",
        _ => trial.IsDefault ? "as before" : "",
    };

    private static HtmlColumn Number(string title) => new(title, HtmlColumnKind.Number);

    /// <summary>Writes the mean score over the folds with its standard deviation between them.</summary>
    private static Markup Score(Trial trial, int goal) => Markup.Text(trial.Scores.Count == 0 ? "" : $"{NumberText.Score(trial.Scores[goal])}{(double.IsFinite(trial.Deviation(goal)) ? $" ± {NumberText.Score(trial.Deviation(goal))}" : "")}");
}
