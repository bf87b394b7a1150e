using System.Text;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Probability;
using Modelyard.Trees.Boosting;

namespace Modelyard.Selection.Features;

/// <summary>Represents whether a classifier can tell the rows of one table from those of another: where it can, scores on the one say little of the other.</summary>
/// <remarks>
/// The classifier is gradient boosting, its area under the ROC curve is that of predictions out of fold: 0.5 if the tables have one law. Its interval is DeLong's, wider by the root of 2: of two rows each helps to predict
/// the other, so that pairs count twice and not, as DeLong's variance has it, once. A sample of 20,000 rows is learned from where there are more; each column is also tested alone, on all rows.
/// Identifiers and free texts are left out. Where no column differs alone but the classifier can tell, columns differ together: the pair is named whose rank correlation changed most. A column of times tells tables apart that were parted by time: leave it out to see what else differs.
/// Source: Friedman (2003), On Multivariate Goodness-of-Fit and Two-Sample Testing, Stanford Linear Accelerator Center, for the classifier as a test.
/// </remarks>
public sealed class AdversarialValidation
{
    private const int MostRows = 20_000;
    private const int Trees = 60;
    private const double Significant = 0.05;
    private const double ManyShared = 0.01;

    // A distance of shares, or a square of Cramér's V, that matters whatever a classifier makes of it.
    private const double Great = 0.3;

    // Leaves hold a twentieth of the rows where that is less than the usual twenty of boosting, which few rows do not fill.
    private const int LeavesOfFew = 20, MostInLeaf = 20;

    private AdversarialValidation(ScoreInterval area, double pValue, IReadOnlyList<DriftedColumn> columns, int train, int test)
    {
        Area = area;
        PValue = pValue;
        Columns = columns;
        TrainRows = train;
        TestRows = test;
    }

    /// <summary>Gets the area under the ROC curve out of fold, with an interval of 95 %.</summary>
    public ScoreInterval Area { get; }

    /// <summary>Gets the chance of such an area or a greater one if the tables had one law, by the normal law of the rank sum, widened likewise.</summary>
    public double PValue { get; }

    /// <summary>Gets the columns: those that differ beyond chance first, each part by how much the classifier used them.</summary>
    public IReadOnlyList<DriftedColumn> Columns { get; }

    /// <summary>Gets the number of training rows.</summary>
    public int TrainRows { get; }

    /// <summary>Gets the number of test rows.</summary>
    public int TestRows { get; }

    /// <summary>Gets the number of test rows that stand in the training table too, cell by cell.</summary>
    public int SharedRows { get; private init; }

    /// <summary>Gets the two columns whose correlation differs most where the tables can be told apart, though by no column alone; null otherwise, or if no correlation differs beyond chance.</summary>
    public CorrelationChange? Together { get; private init; }

    /// <summary>Gets a value indicating whether both tables hold the same rows.</summary>
    public bool AreEqual => SharedRows == TestRows && TrainRows == TestRows && IsSharedBothWays && !RepeatsItself;

    /// <summary>Gets a value indicating whether the tables can be told apart: the interval of the area is above 0.5.</summary>
    public bool CanBeToldApart => IsApart(Area);

    /// <summary>Gets a value indicating whether a column on its own differs beyond chance and much: by 0.3 of 1 or more. In few rows a column may, where a classifier cannot tell.</summary>
    public bool DiffersMuch => Columns.Any(column => column.AdjustedPValue <= Significant && column.Effect >= Great);

    /// <summary>Gets the names of the columns that differ beyond chance, the most telling first.</summary>
    public IReadOnlyList<string> Drifted => [.. Columns.Where(column => column.AdjustedPValue <= Significant).Select(column => column.Name)];

    /// <summary>Gets what came out, in a sentence.</summary>
    public string Summary
    {
        get
        {
            string area = $"AUC {NumberText.Fixed(Area.Value, 3)} [{NumberText.Fixed(Area.Low, 3)}, {NumberText.Fixed(Area.High, 3)}]";
            string names = string.Join(", ", Drifted.Take(3).Select(name => $"'{name}'"));
            return AreEqual ? "Both tables hold the same rows: there is nothing to tell apart, and a score on the test is one on what was learned from."
                : !CanBeToldApart && DiffersMuch ? $"Training and test rows differ: on their own {names} {Differ} beyond chance, and much. A classifier cannot tell them apart ({area}), for which so few rows may be too few." + Shared
                : !CanBeToldApart ? $"Training and test rows cannot be told apart ({area})." + (names.Length == 0 ? "" : $" On their own {names} {Differ} beyond chance, though little.") + Shared
                : $"Training and test rows can be told apart {(Area.Value < 0.6 ? "a little" : Area.Value < 0.8 ? "clearly" : "almost always")} ({area}){(names.Length == 0 ? $", by no column alone: {Joint}" : $", most by {names}")}." + Shared;
        }
    }

    private string Differ => Drifted.Count == 1 ? "differs" : "differ";

    private bool IsSharedBothWays { get; init; }

    private bool RepeatsItself { get; init; }

    private string Shared => RepeatsItself || SharedRows <= ManyShared * TestRows ? "" : $" {SharedRows:N0} of {TestRows:N0} test rows stand in the training table too.";

    private string Joint => Together is { } pair
        ? $"columns differ together, most '{pair.First}' and '{pair.Second}', whose rank correlation is {NumberText.Fixed(pair.Train, 2)} in train and {NumberText.Fixed(pair.Test, 2)} in test"
        : $"columns differ together, and the classifier leans most on {string.Join(" and ", Columns.Take(2).Select(column => $"'{column.Name}'"))}";

    /// <summary>Compares two tables.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="test">The test rows.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <param name="exclude">The names of columns not to look at, such as the target; null for none.</param>
    /// <param name="classifier">What tells the tables apart; gradient boosting if null.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ModelyardException">The tables share no column that can be compared, or one has fewer than ten rows.</exception>
    public static AdversarialValidation Compute(Frame train, Frame test, FitContext context, IReadOnlyCollection<string>? exclude = null, IEstimator? classifier = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        string[] common = [.. train.Columns.Select(column => column.Name).Where(name => test.TryGetColumn(name, out _) && exclude?.Contains(name, StringComparer.Ordinal) != true)];
        if (common.Length == 0)
        {
            throw new ModelyardException("The two tables have no column in common that is to be compared.");
        }

        Frame both = Frame.ConcatRows(train.Select(common), test.Select(common));
        Feature[] inputs = [.. TablePlan.Learn(both, null).Inputs.Where(input => input.Kind != FeatureKind.Text)];
        if (inputs.Length == 0)
        {
            throw new ModelyardException("The two tables have free texts in common only, which are not compared.");
        }

        var schema = new FeatureSchema(inputs);
        return Compute(new RowEncoder(schema).Encode(both), schema, train.RowCount, context, classifier);
    }

    /// <summary>Compares two data sets of the same features.</summary>
    /// <param name="train">The training rows; their target is not looked at.</param>
    /// <param name="test">The test rows.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <param name="classifier">What tells the rows apart; gradient boosting if null.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ModelyardException">The features differ or are sparse, or one side has fewer than ten rows.</exception>
    public static AdversarialValidation Compute(Dataset train, Dataset test, FitContext context, IEstimator? classifier = null)
    {
        FeatureValues.Require(train, nameof(AdversarialValidation));
        FeatureValues.Require(test, nameof(AdversarialValidation));
        if (!train.Schema.SequenceEqual(test.Schema))
        {
            throw new ModelyardException($"The training rows have the features {string.Join(", ", train.Schema.Take(10).Select(one => one.Name))} and the test rows {string.Join(", ", test.Schema.Take(10).Select(one => one.Name))}; names, kinds and levels must be the same.");
        }

        var both = new Matrix(train.RowCount + test.RowCount, train.FeatureCount);
        for (int row = 0; row < both.Rows; row++)
        {
            (row < train.RowCount ? train.Features.Row(row) : test.Features.Row(row - train.RowCount)).CopyTo(both.Row(row));
        }

        return Compute(both, train.Schema, train.RowCount, context, classifier);
    }

    /// <summary>Creates a chart of how much each column tells the tables apart.</summary>
    /// <returns>The chart; columns that differ beyond chance stand out.</returns>
    public BarChart ToChart() => new()
    {
        Title = "What tells training and test rows apart",
        Description = Summary,
        Axis = new Axis { Label = "share of the classifier's importance", Minimum = 0 },
        Items = [.. Columns.Take(30).Select(column => new BarItem(column.Name, column.Importance, IsHighlighted: column.AdjustedPValue <= Significant))],
    };

    /// <summary>Writes the summary and a table of the columns.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        int width = Math.Max("column".Length, Columns.Max(column => column.Name.Length));
        var text = new StringBuilder().AppendLine(Summary).AppendLine();
        text.Append("column".PadRight(width)).AppendLine("  importance   effect  adjusted p  evidence");
        foreach (DriftedColumn column in Columns)
        {
            text.Append(column.Name.PadRight(width)).AppendLine($"  {NumberText.Score(column.Importance),10}  {NumberText.Score(column.Effect),7}  {NumberText.Score(column.AdjustedPValue),10}  {column.Evidence}");
        }

        return text.ToString();
    }

    private static AdversarialValidation Compute(Matrix features, FeatureSchema schema, int trainRows, FitContext context, IEstimator? classifier)
    {
        ArgumentNullException.ThrowIfNull(context);
        const int Least = 10;
        int testRows = features.Rows - trainRows;
        if (trainRows < Least || testRows < Least)
        {
            throw new ModelyardException($"There are '{trainRows}' training and '{testRows}' test rows, and there must be {Least} or more of each.");
        }

        int[] labels = [.. Enumerable.Range(0, features.Rows).Select(row => row < trainRows ? 0 : 1)];
        Dataset data = Dataset.ForClassification(features, labels, ["train", "test"], schema, "table");
        (ScoreInterval area, double chance, double[] importances) = Classify(Sample(data, context), classifier, context);
        FeatureValues[] values = FeatureValues.All(data, context);
        var columns = new DriftedColumn[schema.Count];
        ParallelLoop.For(columns.Length, context.Parallelism, column => columns[column] = ColumnDrift.Of(values[column], trainRows) with { Importance = importances[column] }, context.Cancellation);
        IReadOnlyList<double> adjusted = MultipleTests.BenjaminiHochberg([.. columns.Select(column => column.PValue)]);
        DriftedColumn[] ordered = [.. columns.Select((column, i) => column with { AdjustedPValue = adjusted[i], Evidence = adjusted[i] <= Significant ? column.Evidence : "no more than chance" })
            .OrderBy(column => !(column.AdjustedPValue <= Significant)).ThenByDescending(column => column.Importance)];
        Column[][] pairs = [.. values.Select(one => new Column[] { new DoubleColumn(one.Feature.Name, one.Values[..trainRows]), new DoubleColumn(one.Feature.Name, one.Values[trainRows..]) })];
        int shared = Features.SharedRows.Count(pairs, out int repeated), back = Features.SharedRows.Count([.. pairs.Select(pair => new[] { pair[1], pair[0] })], out _);
        bool isJoint = IsApart(area) && !Array.Exists(ordered, column => column.AdjustedPValue <= Significant);
        return new AdversarialValidation(area, chance, ordered, trainRows, testRows)
        {
            SharedRows = shared,
            IsSharedBothWays = back == trainRows,

            // Tables of few values repeat rows by themselves; then it says little that both tables have them.
            RepeatsItself = (double)repeated / trainRows > 0.5 * shared / testRows,
            Together = isJoint ? CorrelationChanges.Find(values, importances, trainRows) : null,
        };
    }

    private static bool IsApart(ScoreInterval area) => area.Low > 0.5;

    private static Dataset Sample(Dataset data, FitContext context)
    {
        if (data.RowCount <= MostRows)
        {
            return data;
        }

        int[] rows = context.Random(ulong.MaxValue).Permutation(data.RowCount)[..MostRows];
        Array.Sort(rows);
        Dataset sample = data.Rows(rows, context);
        return sample.Labels.Count(0) >= 2 && sample.Labels.Count(1) >= 2
            ? sample
            : throw new ModelyardException($"Of {MostRows:N0} rows drawn from both tables fewer than two are of the one; take fewer of the other.");
    }

    private static (ScoreInterval Area, double Chance, double[] Importances) Classify(Dataset data, IEstimator? classifier, FitContext context)
    {
        classifier ??= new GradientBoostingClassifier { Iterations = Trees, MaxLeafNodes = 16, MinSamplesLeaf = Math.Clamp(data.RowCount / LeavesOfFew, 2, MostInLeaf) };
        if (classifier.Task != TaskKind.Classification)
        {
            throw new ModelyardException($"'{classifier.GetType().Name}' is for {classifier.Task}, and what tells tables apart must be for {TaskKind.Classification}.");
        }

        var area = DomainArea.OutOfFold(new Pipeline(PreparationPlan.For(data, classifier.Traits).Steps, classifier), data, context);
        var prepared = PreparedColumns.Fit(data, classifier.Traits, context);
        IPredictiveModel model = classifier.FitModel(prepared.Data, context);
        return (area.Area, area.PValue, prepared.SumUp(ColumnImportance.Of(model, classifier), [.. Enumerable.Range(0, data.FeatureCount)]));
    }
}
