using Modelyard.Charts;
using Modelyard.Reports.Content;
using Modelyard.Reports.Sections;
using Modelyard.Selection.Search;

namespace Modelyard.Reports;

/// <summary>Composes the page on a search: the best settings first, then how the search went, what mattered, and every trial.</summary>
public static class StudyReport
{
    private const int MostSlices = 12;

    /// <summary>Writes the page.</summary>
    /// <param name="content">The search.</param>
    /// <returns>A whole HTML document in one file.</returns>
    public static string Render(ReportStudy content) => Page(content).ToHtml();

    /// <summary>Composes the page.</summary>
    /// <param name="content">The search.</param>
    /// <returns>The page.</returns>
    public static HtmlPage Page(ReportStudy content)
    {
        ArgumentNullException.ThrowIfNull(content);
        StudyResult study = content.Study;
        return new HtmlPage
        {
            Title = content.Title,
            Kicker = "Search",
            Subtitle = $"{NumberText.Counted(study.Trials.Count, "trial")} · {NumberText.Counted(study.Space.Dimensions.Count, "hyperparameter")}",
            Lead = writer => WriteAnswer(writer, content),
            Body = writer =>
            {
                foreach (string warning in content.Warnings)
                {
                    writer.Callout(CalloutKind.Note, warning);
                }

                WriteHistory(writer, study);
                WriteImportances(writer, content.Importances);
                writer.Section("space", "Trials across the space", "Each line is a trial, and the axes are the hyperparameters and its scores. Where a hyperparameter has no value, as it belongs to another estimator, the line runs through n/a.", section =>
                    section.Figure(StudyCharts.Parallel(study), "The best three stand in front.", wide: true));
                WriteFront(writer, study);
                WriteSlices(writer, content);
                TrialSection.Write(writer, study);
                writer.Section("details", "How it was searched", "", section =>
                {
                    section.Definitions(content.Facts);
                    section.Details("The space", inner => inner.Definitions(study.Space.Dimensions.Select(axis => (axis.Name, axis.When is null ? axis.Range : $"{axis.Range} when {axis.When}"))
                        .Concat(study.Space.Constraints.Select(constraint => ("constraint", constraint.Text)))));
                });
            },
            Footer = "This file is complete in itself and loads nothing from elsewhere.",
        };
    }

    private static void WriteAnswer(HtmlWriter writer, ReportStudy content)
    {
        StudyResult study = content.Study;
        Trial best = study.Best;
        double deviation = best.Deviation();
        string settings = content.Settings.Length > 0 ? content.Settings : best.Point.Text;
        writer.Write($"<p class=\"answer\"><strong>The best of {NumberText.Counted(study.Trials.Count, "trial")} is number {best.Number}: {settings}.</strong></p>");
        string spread = double.IsFinite(deviation) ? $", with a standard deviation of {NumberText.Score(deviation)} between folds" : "";
        writer.Paragraph($"{(study.Goals.Count > 1 ? "In the first goal it" : "It")} reached {study.Goals[0].Name} {NumberText.Score(best.Scores[0])}{spread}. As it was chosen among many, that is a little too good.");
        foreach (string sentence in content.Summary)
        {
            writer.Paragraph(sentence);
        }

        if (content.Command is { } command)
        {
            writer.Command(command.Label, command.Command);
        }
    }

    private static void WriteHistory(HtmlWriter writer, StudyResult study) => writer.Section("history", "How the search went", "", section => section.Grid(grid =>
    {
        grid.Figure(StudyCharts.History(study), "Dots are trials; the line is the best that was found so far. Where it has long been level, more trials promise little.");
    }));

    private static void WriteImportances(HtmlWriter writer, IReadOnlyList<HyperparameterImportance> importances)
    {
        if (importances.Count > 0)
        {
            writer.Section("importance", "Which hyperparameters matter", "How much of the differences between all points of the space goes back to each alone; what is left over is the effect of several at once.", section =>
                section.Figure(StudyCharts.Importance(importances), "Whiskers are a standard deviation: with few trials little is known."));
        }
    }

    private static void WriteFront(HtmlWriter writer, StudyResult study)
    {
        if (study.Goals.Count > 1)
        {
            writer.Section("front", "What no other trial beats", $"There are {study.Goals.Count} goals. Of the trials on the line none is beaten in all of them; which is best depends on what counts more.", section => section.Grid(grid =>
            {
                foreach (int goal in Enumerable.Range(1, study.Goals.Count - 1))
                {
                    ScatterChart chart = StudyCharts.Front(study, 0, goal);
                    grid.Figure(chart, chart.Description);
                }
            }));
        }
    }

    /// <summary>Draws the scores along the axes of which more than one value was tried, the most important first.</summary>
    private static void WriteSlices(HtmlWriter writer, ReportStudy content)
    {
        StudyResult study = content.Study;
        Trial[] complete = [.. study.Trials.Where(trial => trial.State == TrialState.Complete)];
        SearchDimension[] varied = [.. study.Space.Dimensions
            .Where(axis => complete.Select(trial => trial.Point.Values.GetValueOrDefault(axis.Name)).Where(value => value is not null && !double.IsNaN(axis.ShareOf(value))).Distinct(StringComparer.Ordinal).Skip(1).Any())
            .OrderByDescending(axis => content.Importances.FirstOrDefault(one => one.Name == axis.Name)?.Share ?? -1)];
        if (varied.Length > 0)
        {
            writer.Section("slices", "One hyperparameter at a time", "Each dot is a trial; the others vary from trial to trial, so look at where the best dots lie." + (varied.Length > MostSlices ? $" Of {varied.Length} the {MostSlices} most important." : ""), section => section.Grid(grid =>
            {
                foreach (SearchDimension axis in varied.Take(MostSlices))
                {
                    grid.Figure(axis.IsChoice ? StudyCharts.Choice(study, axis.Name) : StudyCharts.Slice(study, axis.Name));
                }
            }));
        }
    }
}
