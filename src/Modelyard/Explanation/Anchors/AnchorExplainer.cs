using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Explanation.Anchors;

/// <summary>Finds rules that hold single predictions: conditions on columns of the table under which a model almost always predicts the same, for any model or function.</summary>
/// <remarks>
/// Rules grow by a condition at a time; how precise they are is sampled until the best are told from the others, with bounds by the divergence of Kullback and Leibler.
/// Of those that are surely precise enough the one that covers most rows is returned. A number is predicted alike if it lies within <see cref="AnchorOptions.Tolerance"/>; a text is a condition as a whole.
/// The same seed gives the same bits on any number of threads. Safe for any number of threads.
/// Source: Ribeiro, Singh and Guestrin (2018), Anchors: high-precision model-agnostic explanations, AAAI.
/// </remarks>
public sealed class AnchorExplainer
{
    private readonly ModelFunction _function;
    private readonly ClassDecision _decision;
    private readonly RowLayout _layout;
    private readonly Matrix _background;
    private readonly Lazy<double> _tolerance;

    private AnchorExplainer(ModelFunction function, ClassDecision decision, Matrix background, AnchorOptions? options)
    {
        _function = function;
        _decision = decision;
        _layout = new RowLayout(function.Features);
        _layout.CheckSampled(background);
        _background = background;
        Options = options ?? AnchorOptions.Default;
        _tolerance = new Lazy<double>(() => Options.Tolerance ?? HalfDeviation());
    }

    /// <summary>Gets the columns of the table.</summary>
    public FeatureSchema Columns => _layout.Columns;

    /// <summary>Gets the options.</summary>
    public AnchorOptions Options { get; }

    /// <summary>Prepares the search for a predictor.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="background">Rows that it may meet, rows x features of its model, as <c>RowEncoder</c> makes them; a thousand of the training rows will do.</param>
    /// <param name="options">The options; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has fewer than 10 rows, or all are the same.</exception>
    public static AnchorExplainer For(Predictor predictor, Matrix background, AnchorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return new AnchorExplainer(ModelFunction.Of(predictor.Model), new ClassDecision(predictor.Classes, predictor.Threshold), background, options);
    }

    /// <summary>Prepares the search for a function.</summary>
    /// <param name="function">Gives one number for each of the rows that it is given; it is called from several threads. Where the numbers are codes of classes, the tolerance is to be 0.</param>
    /// <param name="features">The features of the rows.</param>
    /// <param name="background">Rows that it may meet, rows x features.</param>
    /// <param name="options">The options; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has fewer than 10 rows, or all are the same.</exception>
    public static AnchorExplainer For(Func<Matrix, double[]> function, FeatureSchema features, Matrix background, AnchorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(features);
        return new AnchorExplainer(ModelFunction.Of(function, features), new ClassDecision([], null), background, options);
    }

    /// <summary>Finds the rule that holds the prediction of one row.</summary>
    /// <param name="row">One number for each feature.</param>
    /// <param name="context">The seed, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public Anchor Explain(ReadOnlySpan<double> row, FitContext? context = null)
    {
        RowCheck.Features(row, _function.Features.Count);
        double[] own = row.ToArray();
        Matrix outputs = new(1, _function.Outputs.Count);
        _function.Evaluate(new Matrix(own, 1, own.Length), outputs);
        double number = outputs[0, 0];
        int label = _decision.Of(outputs.Row(0));
        double tolerance = label < 0 ? _tolerance.Value : 0;
        Predicate<ReadOnlySpan<double>> isAlike = label < 0 ? answer => Math.Abs(answer[0] - number) <= tolerance : answer => _decision.Of(answer) == label;
        (AnchorCandidate rule, AnchorCondition[] conditions, double low, bool isReached, int samples) = Search(own, isAlike, context ?? FitContext.Default);
        return new Anchor(
            ConditionsOf(rule, conditions, own),
            label < 0 ? NumberText.Value(number) + (tolerance > 0 ? $" ± {NumberText.Value(tolerance)}" : "") : _decision.Classes[label],
            label < 0 ? number : _decision.ProbabilityOf(outputs.Row(0), label),
            tolerance,
            rule.Precision,
            low,
            rule.Coverage,
            isReached,
            samples);
    }

    /// <summary>Searches with the cuts that are asked for, and where no rule of them is precise enough with finer ones.</summary>
    private (AnchorCandidate Rule, AnchorCondition[] Conditions, double Low, bool IsReached, int Samples) Search(double[] own, Predicate<ReadOnlySpan<double>> isAlike, FitContext context)
    {
        const int Finer = 3, LeastSamples = 1000;
        AnchorSampler sampler = Sampler(Options.Bins);
        (AnchorCandidate rule, double low, bool isReached) = new AnchorSearch(sampler, Options).Run();
        int left = Options.Samples - sampler.Samples;
        if (isReached || left < LeastSamples)
        {
            return (rule, sampler.Conditions, low, isReached, sampler.Samples);
        }

        AnchorSampler fine = Sampler(Finer * Options.Bins);
        (AnchorCandidate other, double otherLow, bool isOtherReached) = new AnchorSearch(fine, Options with { Samples = left }).Run();
        int samples = sampler.Samples + fine.Samples;
        return otherLow > low ? (other, fine.Conditions, otherLow, isOtherReached, samples) : (rule, sampler.Conditions, low, isReached, samples);

        AnchorSampler Sampler(int bins) => new(_function, _layout, _background, own, AnchorCondition.Of(own, _layout, _background, bins), isAlike, context);
    }

    /// <summary>Writes the conditions of a rule: two bounds of a number as one, and those that one number of the background keeps alone as that number.</summary>
    private string[] ConditionsOf(AnchorCandidate rule, AnchorCondition[] conditions, double[] row) =>
    [
        .. rule.Conditions.Select(place => conditions[place]).GroupBy(condition => condition.Column).Select((group, i) =>
            !group.First().IsBound || Array.TrueForAll(rule.Sources[i].Rows, other => _background[other, group.Key] == row[group.Key])
                ? ConditionText.Equal(Columns[group.Key], row[group.Key])
                : ConditionText.Between(Columns[group.Key], group.Max(condition => condition.Above), group.Min(condition => condition.UpTo))),
    ];

    private double HalfDeviation()
    {
        double[] answers = _function.Evaluate(_background.Rows, (number, row) => _background.Row(number).CopyTo(row), FitContext.Default).AsSpan().ToArray();
        double mean = answers.Average();
        return 0.5 * Math.Sqrt(answers.Sum(answer => (answer - mean) * (answer - mean)) / answers.Length);
    }
}
