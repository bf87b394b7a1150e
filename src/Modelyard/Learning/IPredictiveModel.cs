namespace Modelyard.Learning;

/// <summary>Defines a model that predicts a target: an <see cref="IRegressionModel"/> or an <see cref="IClassificationModel"/>.</summary>
public interface IPredictiveModel : IModel
{
    /// <summary>Gets what the model predicts.</summary>
    TaskKind Task { get; }
}
