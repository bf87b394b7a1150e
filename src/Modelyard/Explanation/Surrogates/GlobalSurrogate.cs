using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Trees;
using Modelyard.Trees.Structure;

namespace Modelyard.Explanation.Surrogates;

/// <summary>Represents a small tree that repeats what a model says of a table: few rules, how faithful they are, and where they are not.</summary>
/// <remarks>
/// The tree is fitted to the model's own answers: to numbers, of two classes to the probability of the second, of more to the class. Columns stay as they are in the table: a category is asked for its levels, a text for
/// its number of words. Fidelity is measured on rows on which the tree was not fitted. Source: Craven and Shavlik (1996), Extracting Tree-Structured Representations of Trained Networks, NIPS 8.
/// The same seed gives the same bits on any number of threads.
/// </remarks>
public sealed class GlobalSurrogate
{
    // A rule that few rows follow tells of those rows, not of the model.
    private const int LeastRowsOfRule = 5;
    private const double LeastShareOfRule = 0.01;
    private readonly TreeRegressionModel? _numbers;
    private readonly TreeClassificationModel? _classes;

    private GlobalSurrogate(ModelFunction function, ClassDecision decision, FeatureSchema columns, Matrix rows, SurrogateOptions options, FitContext context)
    {
        Columns = columns;
        Classes = decision.Classes;
        (SurrogateSample fitted, SurrogateSample test) = Split(function, decision, rows, columns.Count, options, context);
        FittedRows = fitted.Rows.Rows;
        TestRows = test.Rows.Rows;
        int least = Math.Max(Math.Min(LeastRowsOfRule, FittedRows / 4), (int)(FittedRows * LeastShareOfRule));
        var schema = new FeatureSchema(columns.Select(column => column.Kind == FeatureKind.Text ? new Feature(column.Name) : column));
        if (fitted.Numbers.Length > 0)
        {
            _numbers = new DecisionTreeRegressor { MaxDepth = options.Depth, MaxLeafNodes = options.Rules, MinSamplesLeaf = Math.Max(1, least) }.Fit(Dataset.ForRegression(fitted.Rows, fitted.Numbers, schema), context);
        }
        else
        {
            _classes = new DecisionTreeClassifier { MaxDepth = options.Depth, MaxLeafNodes = options.Rules, MinSamplesLeaf = Math.Max(1, least) }.Fit(Dataset.ForClassification(fitted.Rows, fitted.Labels, Classes, schema), context);
        }

        Tree tree = _numbers?.Trees[0] ?? _classes!.Trees[0];
        bool[] canMiss = [.. Enumerable.Range(0, columns.Count).Select(column => Enumerable.Range(0, rows.Rows).Any(row => double.IsNaN(rows[row, column])))];
        Rules = SurrogateRules.Of(tree, columns, canMiss, Answer, test);
        (Fidelity, Agreement) = Judge(tree, test, context);
        MajorityShare = test.Labels.Length == 0 ? double.NaN : test.Labels.GroupBy(label => label).Max(same => same.Count()) / (double)test.Labels.Length;

        (double Value, int Class) Answer(int leaf) => _numbers is null
            ? (double.NaN, tree.MostProbable(leaf, Classes.Count))
            : (tree.Nodes[leaf].Value, Classes.Count == 0 ? ClassDecision.None : decision.Of([tree.Nodes[leaf].Value]));

        (ScoreInterval Fidelity, ScoreInterval? Agreement) Judge(Tree grown, SurrogateSample seen, FitContext surroundings)
        {
            (double Value, int Class)[] said = [.. Enumerable.Range(0, seen.Rows.Rows).Select(row => Answer(grown.FindLeaf(seen.Rows.Row(row))))];
            ScoreInterval? agreement = Classes.Count == 0 ? null
                : Bootstrap.Interval(MetricCatalogue.Find("accuracy", TaskKind.Classification), Predictions.OfLabels(seen.Labels, [.. said.Select(one => one.Class)], Classes), surroundings);
            return _numbers is null ? (agreement!, agreement)
                : (Bootstrap.Interval(MetricCatalogue.Find("r2", TaskKind.Regression), Predictions.OfNumbers(seen.Numbers, [.. said.Select(one => one.Value)]), surroundings), agreement);
        }
    }

    /// <summary>Gets the columns of the table.</summary>
    public FeatureSchema Columns { get; }

    /// <summary>Gets the classes; empty for a number.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the number of rows on which the tree was fitted.</summary>
    public int FittedRows { get; }

    /// <summary>Gets the number of rows on which it was tested.</summary>
    public int TestRows { get; }

    /// <summary>Gets how much of what the model says the rules repeat on the test rows: R² of numbers and of the probability of two classes, of more classes the agreement; with its 95 % interval by drawing the rows again.</summary>
    public ScoreInterval Fidelity { get; }

    /// <summary>Gets the share of the test rows that the rules give the class of the model, with its 95 % interval; null for numbers.</summary>
    public ScoreInterval? Agreement { get; }

    /// <summary>Gets the share of the test rows to which the model gives its most frequent class: what always saying that class agrees in; NaN for numbers.</summary>
    public double MajorityShare { get; }

    /// <summary>Gets the rules, as the tree has them from left to right; of each row exactly one holds.</summary>
    public IReadOnlyList<SurrogateRule> Rules { get; }

    /// <summary>Fits a surrogate of a predictor.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="rows">Rows that it may meet, rows x features of its model, 10 or more.</param>
    /// <param name="options">The size; null for the usual.</param>
    /// <param name="context">The seed of what is drawn, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The surrogate.</returns>
    /// <exception cref="ModelyardException">There are fewer rows, or the model predicts several targets.</exception>
    public static GlobalSurrogate Of(Predictor predictor, Matrix rows, SurrogateOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return Of(ModelFunction.Of(predictor.Model), new ClassDecision(predictor.Classes, predictor.Threshold), rows, options, context);
    }

    /// <summary>Fits a surrogate of a function.</summary>
    /// <param name="function">Gives one number for each of the rows that it is given; it is called from several threads.</param>
    /// <param name="features">The features of the rows.</param>
    /// <param name="rows">Rows that it may meet, rows x features, 10 or more.</param>
    /// <param name="options">The size; null for the usual.</param>
    /// <param name="context">The seed of what is drawn, the number of threads, and the end if it is cancelled; null for the usual.</param>
    /// <returns>The surrogate.</returns>
    /// <exception cref="ModelyardException">There are fewer rows.</exception>
    public static GlobalSurrogate Of(Func<Matrix, double[]> function, FeatureSchema features, Matrix rows, SurrogateOptions? options = null, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(features);
        return Of(ModelFunction.Of(function, features), new ClassDecision([], null), rows, options, context);
    }

    /// <summary>Lists the rules under which something is wrong, first those where the model says something else most often, of numbers by the greatest difference.</summary>
    /// <returns>The rules with disagreement or error; none if the surrogate is the model on the test rows.</returns>
    public IReadOnlyList<SurrogateRule> Weakest() =>
        [.. Rules.Where(rule => rule.ErrorShare > 0).OrderByDescending(rule => Classes.Count > 0 ? rule.Disagreement : rule.Error)];

    /// <summary>Draws the tree.</summary>
    /// <returns>The chart.</returns>
    public TreeChart Draw() => (_numbers is null ? TreeDiagram.Of(_classes!, int.MaxValue) : TreeDiagram.Of(_numbers, int.MaxValue)) with { Title = "The rules as a tree" };

    /// <summary>Writes the tree as text, one rule a line, indented by depth.</summary>
    /// <returns>The text, with a line feed after each line.</returns>
    public string ToText() => _numbers?.ToText() ?? _classes!.ToText();

    private static GlobalSurrogate Of(ModelFunction function, ClassDecision decision, Matrix rows, SurrogateOptions? options, FitContext? context)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Features(rows, function.Features.Count);
        const int LeastRows = 10;
        return rows.Rows < LeastRows ? throw new ModelyardException($"A surrogate is fitted and tested on rows, and there are '{rows.Rows}'. Give {LeastRows} or more that the model may meet.")
            : function.Outputs.Count > 1 && decision.Classes.Count == 0 ? throw new ModelyardException($"The model predicts '{function.Outputs.Count}' targets, and a surrogate repeats one. Give a function of the rows that predicts the one of interest.")
            : new GlobalSurrogate(function, decision, new RowLayout(function.Features).Columns, rows, options ?? SurrogateOptions.Default, context ?? FitContext.Default);
    }

    /// <summary>Draws the rows, asks the model, and parts the test rows off.</summary>
    private static (SurrogateSample Fitted, SurrogateSample Test) Split(ModelFunction function, ClassDecision decision, Matrix rows, int columns, SurrogateOptions options, FitContext context)
    {
        int[] drawn = context.Random(ulong.MaxValue).Permutation(rows.Rows)[..Math.Min(rows.Rows, options.MaxRows)];
        Matrix outputs = function.Evaluate(drawn.Length, (number, row) => rows.Row(drawn[number]).CopyTo(row), context);
        int test = Math.Clamp((int)Math.Round(drawn.Length * options.TestShare), 1, drawn.Length - 1);
        return (Part(test, drawn.Length), Part(0, test));

        SurrogateSample Part(int from, int to)
        {
            var cells = new Matrix(to - from, columns);
            double[] numbers = new double[outputs.Columns == 1 ? cells.Rows : 0];
            int[] labels = new int[decision.Classes.Count > 0 ? cells.Rows : 0];
            for (int row = 0; row < cells.Rows; row++)
            {
                rows.Row(drawn[from + row])[..columns].CopyTo(cells.Row(row));
                ReadOnlySpan<double> said = outputs.Row(from + row);
                if (numbers.Length > 0)
                {
                    numbers[row] = said[0];
                }

                if (labels.Length > 0)
                {
                    labels[row] = decision.Of(said);
                }
            }

            return new SurrogateSample(cells, numbers, labels, decision.Classes);
        }
    }
}
