using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Tests.Pipelines;

/// <summary>Predicts so many rows that a pipeline transforms them block by block.</summary>
public sealed class PipelineBlocksTests
{
    private const int Rows = 3100, Features = 11;

    [Fact]
    public void Numbers_of_many_wide_rows_are_those_of_each_row_alone()
    {
        (Matrix features, double[] target) = Table();
        var model = (IRegressionModel)new Pipeline([new StandardScaler(), new PolynomialFeatures { Degree = 3, Bias = true }], new Ridge()).FitModel(Dataset.ForRegression(features, target), FitContext.Default);
        double[] together = new double[Rows], onThreads = new double[Rows];
        model.Predict(features, together);
        model.Predict(features, onThreads, 3);
        for (int row = 0; row < Rows; row++)
        {
            Assert.Equal(model.Predict(features.Row(row)), together[row]);
            Assert.Equal(together[row], onThreads[row]);
        }
    }

    [Fact]
    public void Classes_and_probabilities_of_many_wide_rows_are_those_of_each_row_alone()
    {
        (Matrix features, double[] target) = Table();
        int[] labels = Array.ConvertAll(target, value => value < -1 ? 0 : value < 1 ? 1 : 2);
        var estimator = new SgdClassifier { MaxEpochs = 1, Tolerance = null };
        var model = (IClassificationModel)new Pipeline([new StandardScaler(), new PolynomialFeatures { Degree = 3 }], estimator).FitModel(Dataset.ForClassification(features, labels, ["low", "middle", "high"]), FitContext.Default);
        var probabilities = new Matrix(Rows, 3);
        int[] classes = new int[Rows];
        model.PredictProbability(features, probabilities, 3);
        model.Predict(features, classes, 3);
        double[] own = new double[3];
        for (int row = 0; row < Rows; row++)
        {
            model.PredictProbability(features.Row(row), own);
            Assert.Equal(own, probabilities.Row(row).ToArray());
            Assert.Equal(BatchPrediction.MostProbable(own), classes[row]);
        }
    }

    private static (Matrix Features, double[] Target) Table()
    {
        var random = new RandomStream(8);
        var features = new Matrix(Rows, Features);
        double[] target = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            for (int j = 0; j < Features; j++)
            {
                features[row, j] = random.NextGaussian();
            }

            target[row] = features[row, 0] + (features[row, 1] * features[row, 2]) + (0.1 * random.NextGaussian());
        }

        return (features, target);
    }
}
