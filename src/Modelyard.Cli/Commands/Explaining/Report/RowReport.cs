using Modelyard.Charts;
using Modelyard.Explanation;
using Modelyard.Explanation.Counterfactuals;
using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Pipelines;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Tells of one row what is predicted and why: in plain words, then by pictures and tables.</summary>
internal sealed class RowReport : IExplanationReport
{
    private const int SimilarShown = 5;
    private const int ColumnsShown = 5;
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(3);
    private readonly ExplainRequest _request;
    private readonly RowOutlook _outlook;
    private readonly PredictionExplainer _explainer;
    private readonly PredictionExplanation _explanation;
    private readonly CounterfactualResult _otherwise;
    private readonly CounterfactualAccount _account;

    internal RowReport(ExplainRequest request)
    {
        _request = request;
        _outlook = RowOutlook.Of(request);
        _explainer = ShapMethod.ExplainerOf(request);
        _explanation = Explain();
        double? baseChance = _outlook.Class < 0 ? null : BaseChance.Of(_explainer, _outlook.Row, _outlook.Class, _outlook.Value);

        _otherwise = CounterfactualExplainer.For(Predictor, request.Background()).Explain(_outlook.Row, _outlook.Otherwise, new FitContext { Seed = request.Seed, Budget = s_budget });
        _account = new CounterfactualAccount(request, _outlook.Otherwise, _otherwise);
        Summary = new RowWords(request, _outlook, _explanation, baseChance, _otherwise, _account).All();
    }

    /// <inheritdoc/>
    public string Title => $"Why row {_request.Row + 1:N0} is predicted as it is";

    /// <inheritdoc/>
    public IReadOnlyList<string> Summary { get; }

    private Predictor Predictor => _request.Package.Predictor;

    /// <inheritdoc/>
    public void Write(HtmlWriter page)
    {
        page.Section("why", "What led to the prediction", Reading(), section => section.Grid(grid =>
        {
            grid.Figure(ShapleyCharts.Waterfall(_explanation) with { Title = "Step by step, the columns that weigh most first" });
            grid.Figure(ShapleyCharts.Force(_explanation) with { Title = "What pushes up and what pushes down" });
        }));
        page.Section("change", "What would change it", "The smallest change that was found after which the model says something else. It tells what the model would say, not what would happen.", section =>
        {
            if (_otherwise.Counterfactuals.Count == 0)
            {
                section.Callout(CalloutKind.Note, _otherwise.Reason);
                return;
            }

            _account.WriteTable(section);
        });
        if (_outlook.HasOthers)
        {
            page.Section("similar", "Rows that are most like it", $"Of {NumberText.Counted(_outlook.Others.Rows, "other row")} of the table, those with the most similar cells, and what the model says of them.", WriteSimilar);
        }

        page.Section("details", "Details", "", WriteDetails);
    }

    /// <summary>Explains the predicted class or number: the score of one of three classes or more beside those of the others.</summary>
    private PredictionExplanation Explain() => _explainer.Outputs.Count > 1
        ? _explainer.Scale == ShapleyScale.Raw ? _explainer.ExplainLead(_outlook.Row, _outlook.Class) : _explainer.Explain(_outlook.Row, _outlook.Class)
        : _outlook.Class == 0 ? Opposite(_explainer.Explain(_outlook.Row), Predictor.Classes[0])
        : _explainer.Explain(_outlook.Row);

    /// <summary>Tells of the first of two classes what is explained of the second.</summary>
    private static PredictionExplanation Opposite(PredictionExplanation second, string first)
    {
        double whole = second.Scale == ShapleyScale.Probability ? 1 : 0;
        return second with
        {
            Output = first,
            Base = whole - second.Base,
            Prediction = whole - second.Prediction,
            Contributions = [.. second.Contributions.Select(one => one with { Contribution = -one.Contribution, Terms = [.. one.Terms.Select(term => term with { Contribution = -term.Contribution })] })],
        };
    }

    private string Reading() => (_explanation.Scale, _explanation.Output.Length > 0) switch
    {
        (ShapleyScale.Lead, _) => $"Each bar is what one column adds to the score of '{_explanation.Output}', less what it adds to the others' on average: what lifts it above them makes it likelier. Blue adds to it, orange takes from it.",
        (ShapleyScale.Raw, true) => $"Each bar is what one column adds. The sum is a score: above 0 speaks for '{_explanation.Output}', below 0 against it. Blue adds to it, orange takes from it.",
        (_, true) => $"Each bar is what one column adds to the chance of '{_explanation.Output}', beginning with the chance where nothing is known of the row.",
        _ => "Each bar is what one column adds, beginning with what the model says where nothing is known of the row.",
    };

    private string Unit() => _explanation.Scale switch
    {
        ShapleyScale.Lead => "on the scores of the model before they become chances, that of the class less the mean of the others'",
        ShapleyScale.Raw => "on the score of the model before it becomes a chance (for two classes log-odds)",
        _ => "in the unit of the prediction",
    };

    private void WriteSimilar(HtmlWriter section)
    {
        string[] columns = [.. _explanation.Ranked().Take(ColumnsShown).Select(one => one.Column)];
        var found = SimilarRows.Find(Predictor.Model.Features, _outlook.Others, _outlook.Row, SimilarShown);
        section.Table(new HtmlTable
        {
            Title = "The row and those most like it",
            Columns = [new HtmlColumn("Row"), new HtmlColumn("The model says"), .. columns.Select(column => new HtmlColumn(column))],
            Rows = [Cells(_request.Row!.Value, _outlook.Row), .. found.Select(one => Cells(_outlook.OtherRows[one.Row], _outlook.Others.Row(one.Row).ToArray()))],
            HighlightedRow = 0,
        });

        Markup[] Cells(int place, double[] row) => [Markup.Text($"{place + 1:N0}"), Markup.Text(ExplanationText.Predicted(Predictor, row)), .. columns.Select(column => Markup.Text(Cell(column, place, row)))];
    }

    /// <summary>Writes a cell as the table has it, a number of many digits with a few of them.</summary>
    private string Cell(string column, int place, double[] row)
    {
        const int Long = 8;
        string text = _request.CellText(column, place);
        int input = Predictor.Inputs.IndexOf(column);
        return text.Length > Long && Predictor.Inputs[input].Kind == FeatureKind.Numeric ? NumberText.Value(row[input]) : text;
    }

    private void WriteDetails(HtmlWriter section)
    {
        section.Details("All figures", inner => inner.Table(new HtmlTable
        {
            Title = "What each column contributes",
            Columns = [new HtmlColumn("Column"), new HtmlColumn("Its cell"), new HtmlColumn("Contribution", HtmlColumnKind.Number)],
            Rows = [.. _explanation.Ranked().Select(one => (IReadOnlyList<Markup>)[Markup.Name(one.Column), Markup.Text(one.Value ?? "(missing)"), Markup.Text(NumberText.WithError(one.Contribution, one.StandardError))])],
        }));
        section.Details("How this was made", inner =>
        {
            inner.Paragraph($"What the columns contribute are Shapley values{(_explainer.IsEstimated ? $", estimated from thousands of questions to the model with {NumberText.Counted(_explainer.BackgroundRows, "row")} in place of what is not known; ± is a standard error, and what it does not tell from 0 is not named above" : "")}: {Unit()}. "
                + "What is not known of a row is taken from other rows of the table or from training.");
            inner.Paragraph($"The change was searched for at most {s_budget.TotalSeconds:0} seconds, and the model was asked about each answer. Likeness of rows counts all columns alike (Gower's coefficient).");
            inner.Paragraph($"Model {_request.Package.Name}, {_request.Package.Estimator}; table {_request.Table}, {NumberText.Counted(_request.Rows.RowCount, "row")}; seed {_request.Seed}.");
        });
        ReportLimits.Write(section);
    }
}
