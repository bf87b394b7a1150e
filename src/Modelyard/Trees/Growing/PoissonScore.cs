namespace Modelyard.Trees.Growing;

/// <summary>Scores by half the Poisson deviance: s log(s/w), for Σw y log(y/mean) = Σw y log y − s log(s/w). A side whose mean is 0 cannot be.</summary>
internal readonly struct PoissonScore : IScalarCriterion
{
    public static double Score(double weight, double sum) => sum > 0 ? sum * Math.Log(sum / weight) : double.NegativeInfinity;

    public static double Score(double weightLeft, double sumLeft, double weightRight, double sumRight) =>
        Score(weightLeft, sumLeft) + Score(weightRight, sumRight);
}
