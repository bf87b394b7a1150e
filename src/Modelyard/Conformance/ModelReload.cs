using Modelyard.Baselines;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;

namespace Modelyard.Conformance;

/// <summary>Stores a model in a model file and reads it back.</summary>
internal static class ModelReload
{
    internal static IModel Run(IModel model) => model is ITransformModel transform
        ? ((PipelineRegressionModel)Store(Pipeline.Join([transform], Mean(transform.Outputs)))).Steps[0]
        : model is IMultiTargetModel several ? (IModel)((SingleTargetModel)Store(new SingleTargetModel(several, 0))).Model : Store((IPredictiveModel)model);

    private static IPredictiveModel Store(IPredictiveModel model)
    {
        using var bytes = new MemoryStream();
        ModelFile.Write(new ModelPackage { Name = "conformance", Estimator = model.GetType().Name, Predictor = new Predictor(model, "target"), Created = DateTimeOffset.UnixEpoch }, bytes);
        bytes.Position = 0;
        return ModelFile.Read(bytes).Predictor.Model;
    }

    /// <summary>A model file holds a predictor, so a transformation is stored before the least of them.</summary>
    private static BaselineRegressionModel Mean(FeatureSchema features) =>
        new BaselineRegressor().Fit(Dataset.ForRegression(new Matrix(1, features.Count), [0], new FeatureSchema(features)));
}
