using Modelyard.Charts;
using Modelyard.Explanation.Dependence;
using Modelyard.Explanation.Shapley;
using Modelyard.Explanation.Surrogates;
using Modelyard.Learning;
using Modelyard.Pipelines;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Tells of a table what a model leans on: in plain words, then by pictures, rules and the rows on which it errs.</summary>
internal sealed class TableReport : IExplanationReport
{
    private const int ColumnsShown = 4;
    private const int LeastRowsOfRules = 40;
    private static readonly DependenceOptions s_dependence = new() { MaxRows = 300, GridSize = 20 };
    private static readonly DependenceOptions s_together = new() { MaxRows = 80 };
    private static readonly SurrogateOptions s_rules = new() { MaxRows = 5000 };
    private readonly ExplainRequest _request;
    private readonly PredictionExplainer _explainer;
    private readonly ShapleySummary _summary;
    private readonly int _output;
    private readonly PartialDependence[] _dependences;
    private readonly HashSet<string> _ofSomeLevels = [];
    private readonly GlobalSurrogate? _surrogate;
    private readonly ErrorFinding? _errors;

    internal TableReport(ExplainRequest request)
    {
        _request = request;
        var context = new FitContext { Seed = request.Seed };
        _explainer = ShapMethod.ExplainerOf(request);
        _output = request.OutputOf(_explainer.Outputs) ?? 0;
        _summary = ShapMethod.Summarize(request, _explainer);
        _dependences = [.. _summary.Ranking
            .Where(column => _summary.MeanSizes[column] > 0 && _summary.Columns[column].Kind != FeatureKind.Text && _summary.Cells(column).Any(cell => _summary.Columns[column].IsCategorical ? cell >= 0 : !double.IsNaN(cell)))
            .Take(ColumnsShown)
            .Select(column => PartialDependence.Of(Predictor.Model, request.Rows, _summary.Columns[column].Name, OptionsOf(column), context))];
        _surrogate = request.Rows.RowCount >= LeastRowsOfRules ? GlobalSurrogate.Of(Predictor, request.Background(s_rules.MaxRows), s_rules, context) : null;
        _errors = ErrorFinding.Of(request);
        ColumnEffect[] effects = [.. _dependences.Select(one => new ColumnEffect(one, _output, _ofSomeLevels.Contains(one.Axes[0].Feature.Name)))];
        InteractionStrength? together = effects.Length < 2 ? null : InteractionStrength.Of(Predictor.Model, request.Rows, [.. effects.Select(effect => effect.Column)], s_together, context);
        Summary = new TableWords(request, _summary, _output, effects, together, _surrogate).All();
    }

    /// <inheritdoc/>
    public string Title => $"What {_request.Package.Name} leans on";

    /// <inheritdoc/>
    public IReadOnlyList<string> Summary { get; }

    private Predictor Predictor => _request.Package.Predictor;

    /// <inheritdoc/>
    public void Write(HtmlWriter page)
    {
        page.Section("columns", "Which columns matter", $"How much each column moves the predictions of {CellWords.Rows(_summary.RowCount)}, and which way: each dot is a row.{OfClass()}", section => section.Grid(grid =>
        {
            grid.Figure(ShapleyCharts.Bars(_summary));
            grid.Figure(ShapleyCharts.Beeswarm(_summary, _output));
        }));
        if (_dependences.Length > 0)
        {
            page.Section("directions", "How the prediction changes", "What the model says on average if all rows had the same cell in one column. Thin lines are single rows." + OfClass(), section => section.Grid(grid =>
            {
                foreach (PartialDependence dependence in _dependences)
                {
                    grid.Figure(DependenceCharts.Draw(dependence, Math.Min(_output, dependence.Outputs.Count - 1)) with { Title = TitleOf(dependence.Axes[0]) });
                }
            }));
        }

        if (_surrogate is not null)
        {
            page.Section("rules", "The model in few rules", "A simple tree that was taught to repeat the model. It is not the model.", section =>
            {
                if (RuleAccount.Holds(_surrogate))
                {
                    RuleTable.Write(section, _surrogate);
                }
                else
                {
                    section.Paragraph(RuleAccount.Refusal(_surrogate));
                }
            });
        }

        if (_errors is not null)
        {
            page.Section("errors", "Where it errs", "", _errors.Write);
        }

        page.Section("details", "Details", "", WriteDetails);
    }

    /// <summary>Looks at a category of many levels where most rows are.</summary>
    private DependenceOptions OptionsOf(int column)
    {
        double[][] levels = _summary.Columns[column].IsCategorical ? [.. _summary.Cells(column).Where(cell => cell >= 0).GroupBy(cell => cell).OrderByDescending(same => same.Count()).Select(same => same.ToArray())] : [];
        if (levels.Length <= s_dependence.GridSize)
        {
            return s_dependence;
        }

        string name = _summary.Columns[column].Name;
        _ofSomeLevels.Add(name);
        return s_dependence with { Values = new Dictionary<string, IReadOnlyList<double>> { [name] = [.. levels.Take(s_dependence.GridSize).Select(same => same[0])] } };
    }

    private string TitleOf(DependenceAxis axis) => $"With {axis.Feature.Name}{(_ofSomeLevels.Contains(axis.Feature.Name) ? $" (its {axis.Values.Length} most frequent values)" : "")}";

    /// <summary>Says of which class directions are told where there are several.</summary>
    private string OfClass() => _explainer.Outputs.Count > 1 ? $" The way is that of the chance of '{_explainer.Outputs[_output]}', one of {_explainer.Outputs.Count} classes." : "";

    private void WriteDetails(HtmlWriter section)
    {
        section.Details("All figures", inner => inner.Table(new HtmlTable
        {
            Title = "Mean size of what each column contributes",
            Columns = [new HtmlColumn("Column"), new HtmlColumn("Mean size", HtmlColumnKind.Number)],
            Rows = [.. _summary.Ranking.Select(column => (IReadOnlyList<Markup>)[Markup.Name(_summary.Columns[column].Name), Markup.Text(NumberText.WithError(_summary.MeanSizes[column], _summary.MeanErrors[column]))])],
        }));
        section.Details("How this was made", inner =>
        {
            inner.Paragraph($"What the columns contribute are Shapley values{(_explainer.IsEstimated ? $", estimated with {NumberText.Counted(_explainer.BackgroundRows, "row")} in place of what is not known (± is the mean standard error of a row)" : "")}, {(_summary.Scale == ShapleyScale.Raw ? "on the score of the model before it becomes a chance (for two classes log-odds)" : "in the unit of the prediction")}, of {_summary.RowCount:N0} of {NumberText.Counted(_request.Rows.RowCount, "row")}.");
            inner.Paragraph($"How the prediction changes is partial dependence, of at most {s_dependence.MaxRows:N0} rows; the rules are a decision tree fitted to the model's answers for at most {s_rules.MaxRows:N0} rows.");
            inner.Paragraph($"Model {_request.Package.Name}, {_request.Package.Estimator}; table {_request.Table}; seed {_request.Seed}.");
        });
        ReportLimits.Write(section);
    }
}
