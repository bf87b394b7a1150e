using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation;

/// <summary>Represents a model as a function from rows to the outputs that are explained.</summary>
internal sealed class ModelFunction
{
    private readonly Action<Matrix, Matrix> _evaluate;

    private ModelFunction(FeatureSchema features, IReadOnlyList<string> outputs, ShapleyScale scale, Action<Matrix, Matrix> evaluate)
    {
        Features = features;
        Outputs = outputs;
        Scale = scale;
        _evaluate = evaluate;
    }

    internal FeatureSchema Features { get; }

    internal IReadOnlyList<string> Outputs { get; }

    internal ShapleyScale Scale { get; }

    /// <summary>Makes a function of a model: its number, its targets, its score of how unlike the others a row is, or the probabilities of its classes, of two the second's.</summary>
    /// <exception cref="ModelyardException">The model predicts none of these.</exception>
    internal static ModelFunction Of(IModel model) => model switch
    {
        IRegressionModel regressor => new(model.Features, [""], ShapleyScale.Prediction, (rows, outputs) => regressor.Predict(rows, outputs.AsSpan())),
        IClassificationModel { Classes.Count: 2 } classifier => new(model.Features, [classifier.Classes[1]], ShapleyScale.Probability, (rows, outputs) =>
        {
            var both = new Matrix(rows.Rows, 2);
            classifier.PredictProbability(rows, both);
            both.CopyColumnTo(1, outputs.AsSpan());
        }),
        IClassificationModel classifier => new(model.Features, classifier.Classes, ShapleyScale.Probability, (rows, outputs) => classifier.PredictProbability(rows, outputs)),
        IMultiTargetModel targets => new(
            model.Features, targets.TargetNames, targets.Task == TaskKind.Classification ? ShapleyScale.Probability : ShapleyScale.Prediction, (rows, outputs) => targets.PredictTargets(rows, outputs)),
        IAnomalyModel detector => new(model.Features, [""], ShapleyScale.Prediction, (rows, outputs) => detector.Score(rows, outputs.AsSpan())),
        _ => throw new ModelyardException($"A '{model.GetType().Name}' predicts no number, class, targets or score that could be explained. Give a function of its rows instead."),
    };

    /// <summary>Makes a function of any one that gives a number for each row.</summary>
    internal static ModelFunction Of(Func<Matrix, double[]> function, FeatureSchema features) => new(features, [""], ShapleyScale.Prediction, (rows, outputs) =>
    {
        double[] values = function(rows);
        if (values.Length != rows.Rows)
        {
            throw new ArgumentException($"The function gave '{values.Length}' numbers for '{rows.Rows}' rows and must give one for each.", nameof(function));
        }

        values.CopyTo(outputs.AsSpan());
    });

    /// <summary>Evaluates rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="outputs">Receives rows x outputs, without gaps.</param>
    internal void Evaluate(Matrix rows, Matrix outputs) => _evaluate(rows, outputs);
}
