using Modelyard.Explanation.Counterfactuals;
using Modelyard.Numerics;
using Modelyard.Pipelines;

namespace Modelyard.Cli.Commands.Explaining.Report;

/// <summary>Represents what a model says of a row, how that lies among what it says of the table, and what the next other answer is.</summary>
internal sealed record RowOutlook
{
    private const int MostRows = 1000;

    /// <summary>Gets the row.</summary>
    internal required double[] Row { get; init; }

    /// <summary>Gets other rows of the table.</summary>
    internal required Matrix Others { get; init; }

    /// <summary>Gets a value indicating whether there are others; of a table of one row that row stands for them.</summary>
    internal bool HasOthers { get; private init; }

    /// <summary>Gets their positions in the table.</summary>
    internal required int[] OtherRows { get; init; }

    /// <summary>Gets the position of the predicted class; -1 for a number.</summary>
    internal required int Class { get; init; }

    /// <summary>Gets the predicted number, or the probability of the predicted class.</summary>
    internal required double Value { get; init; }

    /// <summary>Gets the same of the other rows: their number, or their probability of that class.</summary>
    internal required double[] OtherValues { get; init; }

    /// <summary>Gets the share of the other rows that are given the same class; NaN for a number.</summary>
    internal required double SameShare { get; init; }

    /// <summary>Gets the next other answer: the most probable other class, or the other half of the numbers.</summary>
    internal required CounterfactualGoal Otherwise { get; init; }

    /// <summary>Asks a model.</summary>
    internal static RowOutlook Of(ExplainRequest request)
    {
        Predictor predictor = request.Package.Predictor;
        double[] row = request.Dense([request.Row!.Value]).Row(0).ToArray();
        int[] places = request.SampleRows(MostRows);
        Matrix others = request.Dense(places);
        if (predictor.Classes.Count == 0)
        {
            double value = predictor.PredictNumber(row);
            double[] values = [.. Enumerable.Range(0, others.Rows).Select(other => predictor.PredictNumber(others.Row(other)))];
            double middle = values.Order().ElementAt(values.Length / 2);
            return new RowOutlook
            {
                Row = row,
                Others = others,
                HasOthers = request.Rows.RowCount > 1,
                OtherRows = places,
                Class = -1,
                Value = value,
                OtherValues = values,
                SameShare = double.NaN,
                Otherwise = value > middle ? CounterfactualGoal.ForRange(double.NegativeInfinity, middle) : CounterfactualGoal.ForRange(middle, double.PositiveInfinity),
            };
        }

        double[] chances = new double[predictor.Classes.Count], otherChances = new double[chances.Length], own = new double[others.Rows];
        int predicted = predictor.PredictClass(row, chances), same = 0;
        for (int other = 0; other < own.Length; other++)
        {
            same += predictor.PredictClass(others.Row(other), otherChances) == predicted ? 1 : 0;
            own[other] = otherChances[predicted];
        }

        int next = Enumerable.Range(0, chances.Length).Where(label => label != predicted).DefaultIfEmpty(predicted).MaxBy(label => chances[label]);
        return new RowOutlook
        {
            Row = row,
            Others = others,
            HasOthers = request.Rows.RowCount > 1,
            OtherRows = places,
            Class = predicted,
            Value = chances[predicted],
            OtherValues = own,
            SameShare = (double)same / own.Length,
            Otherwise = CounterfactualGoal.ForClass(predictor.Classes[next]),
        };
    }
}
