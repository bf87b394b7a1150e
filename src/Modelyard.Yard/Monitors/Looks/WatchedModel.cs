using Modelyard.Explanation.Shapley;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Persistence;
using Modelyard.Preparation;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a version of the model that a monitor watches.</summary>
/// <param name="Reference">The version.</param>
/// <param name="Package">The model.</param>
internal sealed record WatchedModel(string Reference, ModelPackage Package)
{
    private readonly RowEncoder _encoder = new(Package.Predictor.Inputs);

    /// <summary>Gets what tells the contributions of the columns; null as long as it was not asked for.</summary>
    internal PredictionExplainer? Explainer { get; set; }

    /// <summary>Encodes the inputs of rows; null if some are not there.</summary>
    internal Dataset? Encode(Frame rows, int degree)
    {
        var inputs = new List<Column>();
        foreach (Feature input in Package.Predictor.Inputs)
        {
            if (!rows.TryGetColumn(PredictionColumns.Input(input.Name), out Column? column) && !rows.TryGetColumn(input.Name, out column))
            {
                return null;
            }

            inputs.Add(column.Name == input.Name ? column : column.Rename(input.Name));
        }

        return _encoder.EncodeRows(Frame.Of(inputs), degree);
    }
}
