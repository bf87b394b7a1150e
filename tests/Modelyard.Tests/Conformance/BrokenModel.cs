using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Conformance;

/// <summary>Represents the means and the weights of classes, and the promise that predictions break.</summary>
public sealed class BrokenModel : IClassificationModel, IPersistent<BrokenModel>
{
    private static double[] _shared = [];
    private readonly double[] _means;
    private readonly double[] _weights;
    private readonly double[] _scratch;
    private readonly Fault _fault;
    private int _calls;

    public BrokenModel(FeatureSchema features, IReadOnlyList<string> classes, double[] means, double[] weights, Fault fault)
    {
        Features = features;
        Classes = classes;
        _means = means;
        _weights = weights;
        _scratch = new double[weights.Length];
        _fault = fault;
        _shared = weights;
    }

    public static string TypeName => "broken-classification";

    public FeatureSchema Features { get; }

    public IReadOnlyList<string> Classes { get; }

    public static BrokenModel Load(StateReader state) =>
        new(state.ReadFeatures("features"), state.ReadTexts("classes"), state.ReadDoubles("means"), state.ReadDoubles("weights"), state.ReadEnum<Fault>("fault"));

    public void Save(StateWriter state)
    {
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("means", _means.AsSpan());
        state.Write("weights", _fault == Fault.LosesWhatItLearned ? new double[_weights.Length].AsSpan() : _weights.AsSpan());
        state.Write("fault", _fault.ToString());
    }

    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        if (_fault != Fault.ReadsAnyShape && (row.Length != Features.Count || probabilities.Length != _weights.Length))
        {
            throw new ArgumentException("The row or the result has another shape.", nameof(row));
        }

        if (_fault == Fault.Allocates)
        {
            GC.KeepAlive(new double[8]);
        }

        Span<double> scores = _fault == Fault.PredictsIntoAField ? _scratch : probabilities;
        double[] weights = _fault == Fault.SharesItsState ? _shared : _weights;
        double greatest = double.NegativeInfinity;
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = Math.Log(weights[k]) - Distance(row, k);
            greatest = Math.Max(greatest, scores[k]);
        }

        if (_fault == Fault.PredictsIntoAField && ++_calls % 16 == 0)
        {
            Thread.Sleep(1);
        }

        double sum = 0;
        for (int k = 0; k < scores.Length; k++)
        {
            probabilities[k] = Math.Exp(scores[k] - (_fault == Fault.Overflows ? 0 : greatest));
            sum += probabilities[k];
        }

        for (int k = 0; k < probabilities.Length && k < scores.Length; k++)
        {
            probabilities[k] = _fault == Fault.SumsToMore ? Math.Min(1, (probabilities[k] / sum) + 0.1) : probabilities[k] / sum;
        }
    }

    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        if (_fault != Fault.ReadsAnyShape && (rows.Columns != Features.Count || probabilities.Rows != rows.Rows))
        {
            throw new ArgumentException("The rows or the results have another shape.", nameof(rows));
        }

        for (int row = 0; row < rows.Rows; row++)
        {
            PredictProbability(rows.Row(row), probabilities.Row(row));
            probabilities[row, 0] += _fault == Fault.BatchDiffers ? 1e-9 : 0;
        }
    }

    internal void Shift() => _weights[0] += 1;

    private double Distance(ReadOnlySpan<double> row, int k)
    {
        double sum = 0;
        for (int column = 0; column < row.Length && column < Features.Count; column++)
        {
            if (_fault == Fault.FailsOnUnknownLevels && Features[column].IsCategorical && row[column] < 0)
            {
                throw new InvalidOperationException("The level is not in the list.");
            }

            double difference = row[column] - _means[(k * Features.Count) + column];
            sum += difference * difference;
        }

        return sum / 2;
    }
}
