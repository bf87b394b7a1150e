using Modelyard.Catalogue;
using Modelyard.Conformance;
using Modelyard.Learning;
using Modelyard.Onnx;

namespace Modelyard.Tests.Onnx;

[Collection(OnnxRuntime.Name)]
public sealed class OnnxRowCountTests(OnnxRuntime runtime)
{
    [Theory]
    [InlineData("LogisticRegression")]
    [InlineData("OneVsOne")]
    [InlineData("GaussianNaiveBayes")]
    [InlineData("GradientBoostingClassifier")]
    [InlineData("RandomForestClassifier(Trees=10)")]
    public void No_rows_give_no_predictions(string estimator)
    {
        IEstimator learner = EstimatorCatalogue.Create(estimator);
        Dataset data = SampleData.For(learner, 150);
        Dictionary<string, OnnxTensor> outputs = runtime.Run(
            path => OnnxFile.Write(learner.FitModel(data, FitContext.Default), path),
            new() { ["features"] = OnnxTensor.Of(Array.Empty<double>(), 0, data.FeatureCount) });
        Assert.Equal([0, 3], outputs["probabilities"].Shape);
        Assert.Equal([0, 1], outputs["prediction"].Shape);
    }
}
