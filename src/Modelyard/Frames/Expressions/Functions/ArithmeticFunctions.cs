using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Expressions.Evaluation;
using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Holds the operators of numbers.</summary>
internal static class ArithmeticFunctions
{
    private static readonly BinaryKernel FloorDivision = static (x, y, result) => DoubleKernels.Apply(DoubleKernels.FloorDivide, x, y, result);
    private static readonly BinaryKernel Remainder = static (x, y, result) => DoubleKernels.Apply(DoubleKernels.Modulo, x, y, result);

    /// <summary>Gets the operators.</summary>
    public static IReadOnlyList<Function> All { get; } =
    [
        new("+", "x + y", 2, 2, "the sum; of texts, one after the other", BindAdd) { IsOperator = true },
        new("-", "x - y", 2, 2, "the difference", call => Bind(call, "-", IntegerKernels.Subtract, DoubleKernels.Apply<DoubleOperations.Subtract>)) { IsOperator = true },
        new("negate", "-x", 1, 1, "the number with the other sign", BindNegate) { IsOperator = true },
        new("*", "x * y", 2, 2, "the product", call => Bind(call, "*", IntegerKernels.Multiply, DoubleKernels.Apply<DoubleOperations.Multiply>)) { IsOperator = true },
        new("/", "x / y", 2, 2, "the quotient, a double; infinite or missing (0 / 0) when y is zero", call => call.Add(new DoublePairNode("/", DoubleKernels.Apply<DoubleOperations.Divide>, call.Double(0), call.Double(1)))) { IsOperator = true },
        new("//", "x // y", 2, 2, "the quotient rounded down; of whole numbers whole, and missing when y is zero", call => Bind(call, "//", IntegerKernels.FloorDivide, FloorDivision)) { IsOperator = true },
        new("%", "x % y", 2, 2, "what x // y leaves, with the sign of y; missing when y is zero", call => Bind(call, "%", IntegerKernels.Modulo, Remainder)) { IsOperator = true },
    ];

    private static Node BindAdd(CallBinding call) => call.IsText(0) || call.IsText(1)
        ? TextFunctions.BindConcat(call)
        : Bind(call, "+", IntegerKernels.Add, DoubleKernels.Apply<DoubleOperations.Add>);

    private static Node BindNegate(CallBinding call) => call.AreIntegers()
        ? call.Add(new IntegerPairNode("-", IntegerKernels.Subtract, call.Constant(0L), call.Integer(0)))
        : call.Add(new DoublePairNode("*", DoubleKernels.Apply<DoubleOperations.Multiply>, call.Double(0), call.Constant(-1.0)));

    private static Node Bind(CallBinding call, string signature, IntegerOperation integers, BinaryKernel doubles)
    {
        if (call.Kind(0) == ColumnKind.Timestamp || call.Kind(1) == ColumnKind.Timestamp)
        {
            int place = call.Kind(0) == ColumnKind.Timestamp ? 0 : 1;
            throw call.Fault(place, $"{call.Describe(place)}, of which '{signature}' is not computed; use datediff(a, b, 'day') or dateadd(a, 1, 'day').");
        }

        return call.AreIntegers()
            ? call.Add(new IntegerPairNode(signature, integers, call.Integer(0), call.Integer(1)) { Divides = signature is "//" or "%" })
            : call.Add(new DoublePairNode(signature, doubles, call.Double(0), call.Double(1)));
    }
}
