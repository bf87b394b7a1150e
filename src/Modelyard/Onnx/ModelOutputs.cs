using Modelyard.Learning;
using Modelyard.Onnx.Format;
using Modelyard.Onnx.Graphs;

namespace Modelyard.Onnx;

/// <summary>Lays out the outputs of a model.</summary>
internal static class ModelOutputs
{
    private const string Prediction = "prediction";

    /// <summary>Adds the outputs to the graph.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threshold">For two classes, the probability of the second from which on it is predicted; null for the most probable class.</param>
    /// <param name="value">What the model gives.</param>
    internal static void Add(IModel model, double? threshold, GraphValue value)
    {
        Graph graph = value.Graph;
        switch (model)
        {
            case IClassificationModel classifier:
                GraphValue code = threshold is { } least ? (value.Column(1) >= least).AsInteger() : value.PlaceOfGreatest();
                graph.Output(Prediction, ElementType.Text, 1, graph.Texts(classifier.Classes).Gather(code));
                graph.Output("probabilities", ElementType.Number, classifier.Classes.Count, value);
                break;
            case IRegressionModel:
                graph.Output(Prediction, ElementType.Number, 1, value);
                break;
            case IAnomalyModel detector:
                graph.Output(Prediction, ElementType.Number, 1, (value > detector.Threshold).AsNumber());
                graph.Output("score", ElementType.Number, 1, value);
                break;
            case IMultiTargetModel several:
                graph.Output("predictions", ElementType.Number, several.TargetNames.Count, value);
                break;
            default:
                graph.Output("transformed", ElementType.Number, ((ITransformModel)model).Outputs.Count, value);
                break;
        }
    }
}
