using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Tests.Trees.Boosting;
using Modelyard.Trees.Isolation;

namespace Modelyard.Tests.Pipelines;

public sealed class PipelineAnomalyTests
{
    public static TheoryData<string> Detectors => ["forest", "outline"];

    [Theory]
    [MemberData(nameof(Detectors))]
    public void A_pipeline_scores_as_its_parts_do_one_after_the_other(string name)
    {
        IEstimator detector = name == "forest" ? new IsolationForest() : new OneClassSvm();
        Dataset data = Cloud();
        var context = new FitContext { Seed = 3 };
        var model = (PipelineAnomalyModel)new Pipeline([new Imputer(), new StandardScaler()], detector).FitModel(data, context);
        double[] scores = new double[data.RowCount];
        ((IAnomalyModel)model).Score(data.Features, scores, 2);
        Matrix rows = data.Features;
        foreach (ITransformModel step in model.Steps)
        {
            rows = step.Transform(rows);
        }

        for (int row = 0; row < scores.Length; row++)
        {
            Assert.Equal(model.Model.Score(rows.Row(row)), scores[row], 1e-12);
            Assert.Equal(scores[row], model.Score(data.Features.Row(row)), 1e-12);
        }

        Assert.Equal(model.Model.Threshold, model.Threshold);
    }

    [Fact]
    public void A_stored_pipeline_scores_the_same()
    {
        Dataset data = Cloud();
        IPredictiveModel model = new Pipeline([new Imputer()], new IsolationForest { Trees = 10 }).FitModel(data, new FitContext());
        var state = new MemoryState();
        ((PipelineAnomalyModel)model).Save(state);
        var again = PipelineAnomalyModel.Load(state.Reader);
        Assert.Contains(PipelineAnomalyModel.TypeName, ModelTypes.Names);
        Assert.All(Enumerable.Range(0, data.RowCount), row => Assert.Equal(((IAnomalyModel)model).Score(data.Features.Row(row)), again.Score(data.Features.Row(row))));
    }

    private static Dataset Cloud()
    {
        var random = new RandomStream(5, 0);
        var rows = new Matrix(80, 3);
        foreach (ref double value in rows.AsSpan())
        {
            value = random.NextDouble() < 0.1 ? double.NaN : random.NextGaussian();
        }

        return Dataset.WithoutTarget(rows);
    }
}
