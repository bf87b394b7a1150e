using Modelyard.Charts;
using Modelyard.Reports.Content;

namespace Modelyard.Reports.Sections;

/// <summary>Shows how the candidates compare, what the search tried and what the chosen one is set to.</summary>
internal static class LeaderboardSection
{
    private const int MostTrials = 100;

    public static void Write(HtmlWriter writer, TrainingReportContent content)
    {
        if (content.Leaderboard.Count == 0)
        {
            return;
        }

        string how = content.Validation.Length > 0 ? $" by {content.Validation}" : "";
        string better = content.Headline.HigherIsBetter ? "Higher is better." : "Lower is better.";
        writer.Section("leaderboard", "How the candidates compare", $"{content.Headline.Name}{how}. {better}", section =>
        {
            WriteTable(section, content);
            if (content.Hyperparameters.Count > 0)
            {
                section.Details("Hyperparameters of the model", inner => inner.Definitions(content.Hyperparameters.Select(fact => (fact.Name, fact.Value))));
            }

            ReportCandidate[] others = [.. content.Leaderboard.Where(candidate => candidate.Hyperparameters.Count > 0)];
            if (others.Length > 0)
            {
                section.Details("Hyperparameters of every candidate", inner => inner.Definitions(others.Select(candidate =>
                    (candidate.Estimator, string.Join(", ", candidate.Hyperparameters.Select(fact => $"{fact.Name} = {fact.Value}"))))));
            }

            if (content.Trials.Count > 0)
            {
                section.Details($"The search: {NumberText.Count(content.Trials.Count)} trials", inner => WriteTrials(inner, content));
            }
        });
    }

    private static void WriteTable(HtmlWriter writer, TrainingReportContent content)
    {
        IReadOnlyList<ReportCandidate> rows = content.Leaderboard;
        bool deviations = rows.Any(row => double.IsFinite(row.Deviation));
        bool seconds = rows.Any(row => double.IsFinite(row.FitSeconds));
        bool notes = rows.Any(row => row.Note.Length > 0);
        (double low, double high) = Range(rows);
        var columns = new List<HtmlColumn> { new("Candidate"), new(content.Headline.Name, HtmlColumnKind.Number) };
        columns.Add(new HtmlColumn($"Interval, {NumberText.Value(low)} – {NumberText.Value(high)}"));
        columns.AddRange(deviations ? [new HtmlColumn("± std", HtmlColumnKind.Number)] : []);
        columns.AddRange(seconds ? [new HtmlColumn("Fit", HtmlColumnKind.Number)] : []);
        columns.AddRange(notes ? [new HtmlColumn("Note", HtmlColumnKind.Prose)] : []);
        double best = rows.FirstOrDefault(row => row.IsChosen)?.Score ?? double.NaN;
        int chosen = -1;
        var cells = new List<IReadOnlyList<Markup>>();
        for (int i = 0; i < rows.Count; i++)
        {
            ReportCandidate row = rows[i];
            chosen = row.IsChosen && chosen < 0 ? i : chosen;
            var line = new List<Markup> { Name(row), Markup.Text(NumberText.Score(row.Score)) };
            line.Add(Picture(row, low, high, best));
            line.AddRange(deviations ? [Markup.Text(NumberText.Score(row.Deviation))] : []);
            line.AddRange(seconds ? [Markup.Text(NumberText.Duration(row.FitSeconds))] : []);
            line.AddRange(notes ? [Markup.Text(row.Note)] : []);
            cells.Add(line);
        }

        writer.Table(new HtmlTable
        {
            Title = "The candidates, the best first",
            Columns = columns,
            Rows = cells,
            HighlightedRow = chosen < 0 ? null : chosen,
        });
    }

    private static Markup Name(ReportCandidate row)
    {
        var cell = new HtmlWriter();
        cell.Write($"{row.Estimator}{Markup.Trusted(row.IsChosen ? " <span class=\"tag\">chosen</span>" : "")}");
        return cell.ToMarkup();
    }

    private static Markup Picture(ReportCandidate row, double low, double high, double best)
    {
        (double from, double to) = Interval(row);
        if (!double.IsFinite(row.Score))
        {
            return default;
        }

        var item = new BarItem(row.Estimator, row.Score, from, to, row.IsChosen);
        return Markup.Trusted(MiniChart.Interval($"{row.Estimator}: {NumberText.Score(from)} to {NumberText.Score(to)}", item, low, high, best));
    }

    private static (double Low, double High) Interval(ReportCandidate row) => double.IsFinite(row.Low) && double.IsFinite(row.High)
        ? (row.Low, row.High)
        : (row.Score - row.Deviation, row.Score + row.Deviation);

    // A hopeless candidate, such as the baseline, must not squeeze the good ones together: the better half sets the scale,
    // and another candidate widens it only while it is near.
    private static (double Low, double High) Range(IReadOnlyList<ReportCandidate> rows)
    {
        ReportCandidate[] scored = [.. rows.Where(row => double.IsFinite(row.Score))];
        if (scored.Length == 0)
        {
            return (0, 1);
        }

        (double low, double high) = Hull(scored.Take(Math.Max(2, (scored.Length + 1) / 2)));
        double reach = high - low;
        (low, high) = Hull(scored.Where(row => row.Score >= low - reach && row.Score <= high + reach));
        double pad = (high - low) * 0.05;
        return (low - pad, high + pad);
    }

    private static (double Low, double High) Hull(IEnumerable<ReportCandidate> rows)
    {
        double[] ends = [.. rows.SelectMany(row => new[] { Interval(row).Low, row.Score, Interval(row).High }).Where(double.IsFinite)];
        return (ends.Min(), ends.Max());
    }

    private static void WriteTrials(HtmlWriter writer, TrainingReportContent content)
    {
        IReadOnlyList<ReportTrial> trials = content.Trials;
        double[] best = new double[trials.Count];
        double sofar = double.NaN;
        for (int i = 0; i < trials.Count; i++)
        {
            double score = trials[i].Score;
            bool better = double.IsFinite(score) && (!double.IsFinite(sofar) || (content.Headline.HigherIsBetter ? score > sofar : score < sofar));
            best[i] = sofar = better ? score : sofar;
        }

        double[] numbers = [.. trials.Select(trial => (double)trial.Number)];
        writer.Figure(
            new LineChart
            {
                Title = "Best score so far",
                X = new Axis { Label = "trial", Format = AxisFormat.Count, RoundsEnds = false },
                Y = new Axis { Label = content.Headline.Name },
                Series =
                [
                    new LineSeries { Name = "best so far", X = numbers, Y = best, Shape = LineShape.StepAfter },
                    new LineSeries { Name = "each trial", X = numbers, Y = [.. trials.Select(trial => trial.Score)], DotsOnly = true },
                ],
            },
            "A line that is still rising at its end says that a longer search would pay.");
        ReportTrial[] sorted = [.. (content.Headline.HigherIsBetter
            ? trials.OrderByDescending(trial => double.IsFinite(trial.Score) ? trial.Score : double.NegativeInfinity)
            : trials.OrderBy(trial => double.IsFinite(trial.Score) ? trial.Score : double.PositiveInfinity)).Take(MostTrials)];
        bool seconds = trials.Any(trial => double.IsFinite(trial.Seconds));
        writer.Write($"<h3>{(trials.Count > MostTrials ? $"The best {MostTrials} trials" : "The trials")}</h3>");
        writer.Table(new HtmlTable
        {
            Title = "The trials, the best first",
            Columns =
            [
                new("Trial"), new(content.Headline.Name, HtmlColumnKind.Number), .. seconds ? [new HtmlColumn("Time", HtmlColumnKind.Number)] : Array.Empty<HtmlColumn>(),
                new("Estimator"), new("Hyperparameters", HtmlColumnKind.Prose),
            ],
            Rows = [.. sorted.Select(trial => (IReadOnlyList<Markup>)
            [
                Markup.Text(NumberText.Count(trial.Number)), Markup.Text(NumberText.Score(trial.Score)), .. seconds ? [Markup.Text(NumberText.Duration(trial.Seconds))] : Array.Empty<Markup>(),
                Markup.Text(trial.Estimator), Markup.Text(trial.Hyperparameters),
            ])],
        });
    }
}
