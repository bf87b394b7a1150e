using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Trees.Boosting;

namespace Modelyard.Lifecycle.Tests;

/// <summary>Gives each test a yard of its own, which goes when the test ends.</summary>
public abstract class TestYard : IDisposable
{
    private static readonly Lazy<ModelPackage> s_package = new(MakePackage);

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-test-").FullName;

    protected TestYard() => Yard = Yard.Open(YardFolder);

    protected static ModelPackage Package => s_package.Value;

    protected string YardFolder => PathOf("yard");

    protected Yard Yard { get; }

    protected string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose()
    {
        Yard.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static ModelPackage MakePackage()
    {
        var random = new RandomStream(1, 0);
        var features = new Matrix(60, 2);
        double[] target = new double[60];
        for (int row = 0; row < target.Length; row++)
        {
            features[row, 0] = random.NextDouble();
            features[row, 1] = random.NextDouble();
            target[row] = features[row, 0] - features[row, 1];
        }

        IPredictiveModel model = new Pipeline([new StandardScaler()], new GradientBoostingRegressor { Iterations = 2 }).FitModel(Dataset.ForRegression(features, target), new FitContext());
        return new ModelPackage { Name = "sample", Predictor = new Predictor(model, "target"), Estimator = "GradientBoostingRegressor" };
    }
}
