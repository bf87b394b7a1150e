using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Baselines;

/// <summary>Represents a model that predicts the same probabilities for every row.</summary>
public sealed class BaselineClassificationModel : IClassificationModel, IPersistent<BaselineClassificationModel>
{
    private readonly double[] _probabilities;

    internal BaselineClassificationModel(FeatureSchema features, IReadOnlyList<string> classes, double[] probabilities)
    {
        Features = features;
        Classes = classes;
        _probabilities = probabilities;
    }

    /// <inheritdoc/>
    public static string TypeName => "baseline-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the probability of each class.</summary>
    public ReadOnlySpan<double> Probabilities => _probabilities;

    /// <inheritdoc/>
    public static BaselineClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        double[] probabilities = state.ReadDoubles("probabilities", classes.Count);
        return Array.TrueForAll(probabilities, share => share is >= 0 and <= 1) && Math.Abs(probabilities.Sum() - 1) < 1e-6
            ? new BaselineClassificationModel(state.ReadFeatures("features"), classes, probabilities)
            : throw new ModelFormatException("The value 'probabilities' of the model must hold shares from 0 to 1 that sum to 1.");
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, _probabilities.Length);
        _probabilities.CopyTo(probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, _probabilities.Length);
        for (int row = 0; row < rows.Rows; row++)
        {
            _probabilities.CopyTo(probabilities.Row(row));
        }
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(classes, rows.Rows);
        classes.Fill(Array.IndexOf(_probabilities, _probabilities.Max()));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("probabilities", _probabilities);
    }
}
