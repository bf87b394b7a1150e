using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Expressions.Evaluation;
using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Holds the functions of numbers.</summary>
internal static class MathematicsFunctions
{
    private const int MostDigits = 15;

    /// <summary>Gets the functions.</summary>
    public static IReadOnlyList<Function> All { get; } =
    [
        new("abs", "abs(x)", 1, 1, "the absolute value", call => call.AreIntegers() ? Whole(call, "abs", Absolute) : Map(call, "abs", DoubleKernels.Map<UnaryOperations.AbsoluteValue>)),
        new("sign", "sign(x)", 1, 1, "-1, 0 or 1", call => call.AreIntegers() ? Whole(call, "sign", Sign) : Map(call, "sign", static x => double.IsNaN(x) ? x : Math.Sign(x))),
        new("sqrt", "sqrt(x)", 1, 1, "the square root; missing of negative numbers", call => Map(call, "sqrt", DoubleKernels.Map<UnaryOperations.SquareRoot>)),
        new("exp", "exp(x)", 1, 1, "e to the power x", call => Map(call, "exp", Math.Exp)),
        new("log", "log(x)", 1, 1, "the natural logarithm; missing of negative numbers", call => Map(call, "log", Math.Log)) { Aliases = ["ln"] },
        new("log10", "log10(x)", 1, 1, "the logarithm to the base 10", call => Map(call, "log10", Math.Log10)),
        new("log2", "log2(x)", 1, 1, "the logarithm to the base 2", call => Map(call, "log2", Math.Log2)),
        new("log1p", "log1p(x)", 1, 1, "log(1 + x), exact near zero", call => Map(call, "log1p", LogOnePlus)),
        new("pow", "pow(x, y)", 2, 2, "x to the power y", call => Pair(call, "pow", static (x, y, result) => DoubleKernels.Apply(Power, x, y, result))) { Aliases = ["power"] },
        new("floor", "floor(x)", 1, 1, "the greatest whole number that is not above x", call => call.AreIntegers() ? call.Integer(0) : Map(call, "floor", DoubleKernels.Map<UnaryOperations.Down>)),
        new("ceiling", "ceiling(x)", 1, 1, "the least whole number that is not below x", call => call.AreIntegers() ? call.Integer(0) : Map(call, "ceiling", DoubleKernels.Map<UnaryOperations.Up>)) { Aliases = ["ceil"] },
        new("round", "round(x, digits)", 1, 2, "the nearest number of so many decimals (none if left out), a tie to the even one", BindRound),
        new("clip", "clip(x, a, b)", 3, 3, "x, or the end of the range that it lies beyond", BindClip),
        new("least", "least(x, y, ...)", 2, int.MaxValue, "the least of the row, missing if one is; also `min(x, y)`", call => Extreme(call, isLeast: true)),
        new("greatest", "greatest(x, y, ...)", 2, int.MaxValue, "the greatest of the row, missing if one is; also `max(x, y)`", call => Extreme(call, isLeast: false)),
        new("sin", "sin(x)", 1, 1, "the sine of an angle in radians", call => Map(call, "sin", Math.Sin)),
        new("cos", "cos(x)", 1, 1, "the cosine", call => Map(call, "cos", Math.Cos)),
        new("tan", "tan(x)", 1, 1, "the tangent", call => Map(call, "tan", Math.Tan)),
        new("asin", "asin(x)", 1, 1, "the angle of a sine", call => Map(call, "asin", Math.Asin)),
        new("acos", "acos(x)", 1, 1, "the angle of a cosine", call => Map(call, "acos", Math.Acos)),
        new("atan", "atan(x)", 1, 1, "the angle of a tangent", call => Map(call, "atan", Math.Atan)),
        new("atan2", "atan2(y, x)", 2, 2, "the angle of the point (x, y)", call => Pair(call, "atan2", static (y, x, result) => DoubleKernels.Apply(Math.Atan2, y, x, result))),
        new("tanh", "tanh(x)", 1, 1, "the hyperbolic tangent", call => Map(call, "tanh", Math.Tanh)),
        new("pi", "pi()", 0, 0, "3.14159...", call => call.Constant(Math.PI)),
    ];

    private static Node Map(CallBinding call, string signature, UnaryKernel kernel) => call.Add(new DoubleMapNode(signature, kernel, call.Double(0)));

    private static Node Map(CallBinding call, string signature, Func<double, double> function) => Map(call, signature, (x, result) =>
    {
        for (int row = 0; row < result.Length; row++)
        {
            result[row] = function(x[row]);
        }
    });

    private static Node Pair(CallBinding call, string signature, BinaryKernel kernel) => call.Add(new DoublePairNode(signature, kernel, call.Double(0), call.Double(1)));

    private static Node Whole(CallBinding call, string signature, IntegerOperation operation) =>
        call.Add(new IntegerPairNode(signature, operation, call.Integer(0), call.Constant(0L)));

    private static bool Absolute(long x, long unused, out long result)
    {
        result = x < 0 ? unchecked(-x) : x;
        return result >= 0;
    }

    private static bool Sign(long x, long unused, out long result)
    {
        result = Math.Sign(x);
        return true;
    }

    /// <summary>Computes a power; NaN to the power 0 stays missing, which IEEE makes 1, and so does 1 to the power NaN.</summary>
    private static double Power(double x, double y) => double.IsNaN(x) || double.IsNaN(y) ? double.NaN : Math.Pow(x, y);

    /// <summary>Computes log(1 + x) by correcting the rounding of 1 + x (Kahan; Goldberg, 1991, What Every Computer Scientist Should Know, theorem 4).</summary>
    private static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 || double.IsInfinity(sum) ? (sum == 1 ? x : Math.Log(sum)) : Math.Log(sum) * (x / (sum - 1));
    }

    private static Node BindRound(CallBinding call)
    {
        long digits = call.Count == 1 ? 0 : call.ConstantInteger(1, -MostDigits, MostDigits);
        if (!call.AreIntegers(0))
        {
            return Map(call, FormattableString.Invariant($"round {digits}"), x => DoubleKernels.Round(x, (int)digits));
        }

        return digits >= 0 ? call.Integer(0) : Whole(call, FormattableString.Invariant($"round {digits}"), RoundTo((long)Math.Pow(10, -digits)));
    }

    /// <summary>Rounds whole numbers to a multiple of a unit, a tie to the even multiple.</summary>
    private static IntegerOperation RoundTo(long unit) => (long x, long _, out long result) =>
    {
        long quotient = Math.DivRem(x, unit, out long rest);
        long twice = 2 * Math.Abs(rest);
        quotient += twice > unit || (twice == unit && (quotient & 1) != 0) ? Math.Sign(rest) : 0;
        return IntegerKernels.Multiply(quotient, unit, out result);
    };

    private static Node BindClip(CallBinding call)
    {
        Node[] all = call.CommonNumbers();
        return Extreme(call, isLeast: true, [Extreme(call, isLeast: false, [all[0], all[1]]), all[2]]);
    }

    private static Node Extreme(CallBinding call, bool isLeast) => Extreme(call, isLeast, call.CommonNumbers());

    private static Node Extreme(CallBinding call, bool isLeast, Node[] values)
    {
        Node best = values[0];
        foreach (Node value in values[1..])
        {
            best = value.Kind == ColumnKind.Double
                ? call.Add(isLeast
                    ? new DoublePairNode("least", DoubleKernels.Apply<DoubleOperations.Least>, best, value)
                    : new DoublePairNode("greatest", DoubleKernels.Apply<DoubleOperations.Greatest>, best, value))
                : call.Add(new RowNode(value.Kind, isLeast ? "least" : "greatest", isLeast ? PickLeast : PickGreatest, null, best, value));
        }

        return best;
    }

    private static long At(Lane lane, int row) => lane.Integers[lane.IsConstant ? 0 : row];

    private static RowOutcome PickLeast(Block block, Lane[] inputs, int row, out long result)
    {
        result = Math.Min(At(inputs[0], row), At(inputs[1], row));
        return RowOutcome.Present;
    }

    private static RowOutcome PickGreatest(Block block, Lane[] inputs, int row, out long result)
    {
        result = Math.Max(At(inputs[0], row), At(inputs[1], row));
        return RowOutcome.Present;
    }
}
