using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;

namespace Modelyard.Server.Tests.Protocol;

/// <summary>Makes small models and serves them.</summary>
internal static class MadeModel
{
    /// <summary>Starts a server of one model.</summary>
    internal static Task<ServerFixture> Start(ModelPackage package) => ServerFixture.StartAsync(options => options with { Models = [package.Name], Source = new OneModel(package) });

    /// <summary>Fits an estimator to 300 rows of two features; of a classifier the classes are no and yes.</summary>
    internal static ModelPackage Make(IEstimator estimator)
    {
        var random = new RandomStream(5);
        var features = new Matrix(300, 2);
        double[] target = new double[300];
        for (int row = 0; row < 300; row++)
        {
            features[row, 0] = random.NextDouble();
            features[row, 1] = row % 3;
            target[row] = (3 * features[row, 0]) + random.NextGaussian();
        }

        var schema = new FeatureSchema(new Feature("a"), new Feature("b"));
        Dataset data = estimator.Task == TaskKind.Regression
            ? Dataset.ForRegression(features, target, schema)
            : Dataset.ForClassification(features, Array.ConvertAll(target, value => value > 1.5 ? 1 : 0), ["no", "yes"], schema);
        return new ModelPackage { Name = "made", Estimator = estimator.GetType().Name, Predictor = new Predictor(estimator.FitModel(data, new FitContext()), "y") };
    }
}
