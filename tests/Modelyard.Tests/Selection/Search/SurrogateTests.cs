using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Search;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Selection.Search;

public sealed class SurrogateTests
{
    private static readonly JsonElement Oracle = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("search"))).RootElement;
    private static readonly int[] AxisOf = [0, 1, 1];

    [Fact]
    public void A_process_predicts_as_scikit_learn_does()
    {
        var kernel = new KernelSettings(Numbers("lengths"), Oracle.GetProperty("signal").GetDouble(), Oracle.GetProperty("noise").GetDouble(), AxisOf);
        double[][] points = Rows("points"), asked = Rows("asked");
        double[] values = Numbers("values"), means = Numbers("means"), variances = Numbers("variances");
        var process = new GaussianProcess([.. points], [.. values], kernel);
        var grown = new GaussianProcess([.. points[..9]], [.. values[..9]], kernel);
        for (int i = 9; i < points.Length; i++)
        {
            grown.Add(points[i], values[i]);
        }

        for (int i = 0; i < asked.Length; i++)
        {
            (double mean, double variance) = process.Predict(asked[i]);
            Assert.Equal(means[i], mean, 1e-9);
            Assert.Equal(variances[i], variance, 1e-9);
            Assert.Equal((mean, variance), grown.Predict(asked[i]));
        }
    }

    [Fact]
    public void The_likelihood_is_scikit_learns_and_its_gradient_that_of_differences()
    {
        var likelihood = new ProcessLikelihood(Rows("points"), Numbers("values"), AxisOf, 2);
        double[] parameters = [.. Numbers("lengths").Select(length => Math.Log(length)), Math.Log(Oracle.GetProperty("signal").GetDouble()), Math.Log(Oracle.GetProperty("noise").GetDouble() - 1e-5)];
        double[] gradient = new double[4], ignored = new double[4];
        double value = likelihood.Likelihood(parameters, gradient);
        Assert.Equal(-Oracle.GetProperty("likelihood").GetDouble() - (0.5 * Numbers("values").Length * Math.Log(2 * Math.PI)), value, 1e-9);
        likelihood.Evaluate(parameters, gradient);
        for (int i = 0; i < parameters.Length; i++)
        {
            double[] up = [.. parameters], down = [.. parameters];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            Assert.Equal((likelihood.Evaluate(up, ignored) - likelihood.Evaluate(down, ignored)) / 2e-5, gradient[i], 1e-6);
        }
    }

    [Fact]
    public void The_expected_improvement_keeps_its_digits_far_from_the_best()
    {
        foreach (JsonElement one in Oracle.GetProperty("improvements").EnumerateArray())
        {
            double expected = one.GetProperty("log").GetDouble();
            double log = ExpectedImprovement.Log(one.GetProperty("mean").GetDouble(), one.GetProperty("variance").GetDouble(), one.GetProperty("best").GetDouble());
            Assert.Equal(expected, log, 1e-6 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_Parzen_mixture_is_a_density_and_its_draws_follow_it(bool multivariate)
    {
        var space = new SearchSpace(new RealDimension("X", 0, 1), new ChoiceDimension("K", "a", "b", "c"));
        var mixture = new ParzenMixture(space, [[0.02, 0.5], [0.3, 5.0 / 6], [0.35, 5.0 / 6]], multivariate);
        double mass = 0, share = 0;
        const int Steps = 2000;
        for (int step = 0; step < Steps; step++)
        {
            for (int k = 0; k < 3; k++)
            {
                double x = (step + 0.5) / Steps, density = Math.Exp(mixture.LogDensity([x, (k + 0.5) / 3])) / (3.0 * Steps);
                mass += density;
                share += x < 0.25 && k == 2 ? density : 0;
            }
        }

        Assert.Equal(1, mass, 1e-3);
        var random = new RandomStream(2);
        double[] drawn = new double[2];
        int count = 0;
        for (int i = 0; i < 20_000; i++)
        {
            mixture.Draw(ref random, drawn);
            count += drawn[0] < 0.25 && space.At(drawn)["K"] == "c" ? 1 : 0;
        }

        // Four standard errors of a share of 20,000 draws.
        Assert.Equal(share, count / 20_000.0, 4 * Math.Sqrt(share * (1 - share) / 20_000));
    }

    [Fact]
    public void A_long_search_may_be_stopped_while_it_thinks()
    {
        var random = new RandomStream(1);
        var space = new SearchSpace([.. Enumerable.Range(0, 12).Select(i => new RealDimension($"X{i}", 0, 1))]);
        Trial[] trials = [.. Enumerable.Range(0, 200).Select(i => new Trial(i, i, space.Draw(ref random)) { State = TrialState.Complete, Steps = [[random.NextGaussian()]] })];
        using var stop = new CancellationTokenSource();
        long start = 0;

        // A thread of its own: a timer comes late where the pool is busy.
        var stopper = new Thread(() =>
        {
            Thread.Sleep(50);
            Volatile.Write(ref start, System.Diagnostics.Stopwatch.GetTimestamp());
            stop.Cancel();
        });
        stopper.Start();
        Assert.ThrowsAny<OperationCanceledException>(() => new FitContext { Cancellation = stop.Token }.Within(() => Enumerable.Range(0, 1000)
            .Sum(_ => new GaussianProcessSearch().Ask(new TrialHistory(space, [new SearchGoal("loss", false)], trials), 4, new RandomStream(1)).Count)));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(Volatile.Read(ref start)).TotalSeconds, 0, 0.5);
        stopper.Join();
    }

    private static double[] Numbers(string name) => [.. Oracle.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    private static double[][] Rows(string name) => [.. Oracle.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(one => one.GetDouble()).ToArray())];
}
