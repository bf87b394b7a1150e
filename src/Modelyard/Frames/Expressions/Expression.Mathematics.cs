namespace Modelyard.Frames.Expressions;

/// <content>Mathematics, casts and statistics of whole columns.</content>
public abstract partial class Expression
{
    /// <summary>Computes the absolute value: <c>abs(x)</c>.</summary>
    /// <returns>The expression, of the same kind.</returns>
    public Expression Abs() => Call("abs", this);

    /// <summary>Computes the sign, -1, 0 or 1: <c>sign(x)</c>.</summary>
    /// <returns>The expression, of the same kind.</returns>
    public Expression Sign() => Call("sign", this);

    /// <summary>Computes the square root: <c>sqrt(x)</c>.</summary>
    /// <returns>The expression; missing of negative numbers.</returns>
    public Expression Sqrt() => Call("sqrt", this);

    /// <summary>Computes e to the power of the number: <c>exp(x)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Exp() => Call("exp", this);

    /// <summary>Computes the natural logarithm: <c>log(x)</c>.</summary>
    /// <returns>The expression; missing of negative numbers.</returns>
    public Expression Log() => Call("log", this);

    /// <summary>Computes the logarithm to the base 10: <c>log10(x)</c>.</summary>
    /// <returns>The expression; missing of negative numbers.</returns>
    public Expression Log10() => Call("log10", this);

    /// <summary>Computes the logarithm to the base 2: <c>log2(x)</c>.</summary>
    /// <returns>The expression; missing of negative numbers.</returns>
    public Expression Log2() => Call("log2", this);

    /// <summary>Computes the natural logarithm of the number plus 1, exact near zero: <c>log1p(x)</c>.</summary>
    /// <returns>The expression; missing below -1.</returns>
    public Expression Log1p() => Call("log1p", this);

    /// <summary>Computes a power: <c>pow(x, y)</c>.</summary>
    /// <param name="exponent">The exponent.</param>
    /// <returns>The expression, a double.</returns>
    public Expression Pow(Expression exponent) => Call("pow", this, exponent);

    /// <summary>Rounds down: <c>floor(x)</c>.</summary>
    /// <returns>The expression, of the same kind.</returns>
    public Expression Floor() => Call("floor", this);

    /// <summary>Rounds up: <c>ceiling(x)</c>.</summary>
    /// <returns>The expression, of the same kind.</returns>
    public Expression Ceiling() => Call("ceiling", this);

    /// <summary>Rounds to the nearest number of so many decimals, a tie to the even one: <c>round(x, digits)</c>.</summary>
    /// <param name="digits">The number of decimals, -15 to 15; below zero for tens, hundreds and so on.</param>
    /// <returns>The expression, of the same kind.</returns>
    public Expression Round(int digits = 0) => Call("round", this, digits);

    /// <summary>Computes the sine of an angle in radians: <c>sin(x)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Sin() => Call("sin", this);

    /// <summary>Computes the cosine of an angle in radians: <c>cos(x)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Cos() => Call("cos", this);

    /// <summary>Computes the tangent of an angle in radians: <c>tan(x)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Tan() => Call("tan", this);

    /// <summary>Computes the angle of a sine, in radians: <c>asin(x)</c>.</summary>
    /// <returns>The expression; missing outside -1 to 1.</returns>
    public Expression Asin() => Call("asin", this);

    /// <summary>Computes the angle of a cosine, in radians: <c>acos(x)</c>.</summary>
    /// <returns>The expression; missing outside -1 to 1.</returns>
    public Expression Acos() => Call("acos", this);

    /// <summary>Computes the angle of a tangent, in radians: <c>atan(x)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Atan() => Call("atan", this);

    /// <summary>Computes the angle of a point seen from the origin, in radians: <c>atan2(y, x)</c>.</summary>
    /// <param name="x">The other coordinate; this is y.</param>
    /// <returns>The expression.</returns>
    public Expression Atan2(Expression x) => Call("atan2", this, x);

    /// <summary>Computes the hyperbolic tangent: <c>tanh(x)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression Tanh() => Call("tanh", this);

    /// <summary>Moves numbers outside a range to its ends: <c>clip(x, least, greatest)</c>.</summary>
    /// <param name="least">The lower end.</param>
    /// <param name="greatest">The upper end.</param>
    /// <returns>The expression.</returns>
    public Expression Clip(Expression least, Expression greatest) => Call("clip", this, least, greatest);

    /// <summary>Turns numbers, booleans and texts into doubles: <c>number(x)</c>.</summary>
    /// <returns>The expression; missing where a text is no number.</returns>
    public Expression ToNumber() => Call("number", this);

    /// <summary>Turns numbers (without their decimals), booleans and texts into whole numbers: <c>integer(x)</c>.</summary>
    /// <returns>The expression; missing where a text is no whole number.</returns>
    public Expression ToInteger() => Call("integer", this);

    /// <summary>Turns numbers and texts into booleans: <c>boolean(x)</c>.</summary>
    /// <returns>The expression: whether a number is not zero; missing where a text is neither true nor false.</returns>
    public Expression ToBoolean() => Call("boolean", this);

    /// <summary>Writes a value of any kind as text: <c>text(x)</c>.</summary>
    /// <returns>The expression.</returns>
    public Expression ToText() => Call("text", this);

    /// <summary>Counts the present cells of the whole column: <c>count(x)</c>.</summary>
    /// <returns>The expression, the same for all rows.</returns>
    public Expression Count() => Call("count", this);

    /// <summary>Adds the whole column: <c>sum(x)</c>.</summary>
    /// <returns>The expression, the same for all rows; zero of no cells.</returns>
    public Expression Sum() => Call("sum", this);

    /// <summary>Averages the whole column: <c>mean(x)</c>.</summary>
    /// <returns>The expression, the same for all rows; missing of no cells.</returns>
    public Expression Mean() => Call("mean", this);

    /// <summary>Computes the standard deviation of the whole column, as that of a sample: <c>std(x)</c>.</summary>
    /// <returns>The expression, the same for all rows; missing of fewer than two cells.</returns>
    public Expression StandardDeviation() => Call("std", this);

    /// <summary>Computes the variance of the whole column, as that of a sample: <c>var(x)</c>.</summary>
    /// <returns>The expression, the same for all rows; missing of fewer than two cells.</returns>
    public Expression Variance() => Call("var", this);

    /// <summary>Finds the least cell of the whole column: <c>min(x)</c>.</summary>
    /// <returns>The expression, the same for all rows; missing of no cells.</returns>
    public Expression Min() => Call("min", this);

    /// <summary>Finds the greatest cell of the whole column: <c>max(x)</c>.</summary>
    /// <returns>The expression, the same for all rows; missing of no cells.</returns>
    public Expression Max() => Call("max", this);

    /// <summary>Computes the median of the whole column: <c>median(x)</c>.</summary>
    /// <returns>The expression, the same for all rows; missing of no cells.</returns>
    public Expression Median() => Call("median", this);

    /// <summary>Computes a quantile of the whole column by linear interpolation: <c>quantile(x, share)</c>.</summary>
    /// <param name="share">The share of cells below it, 0 to 1.</param>
    /// <returns>The expression, the same for all rows; missing of no cells.</returns>
    public Expression Quantile(double share) => Call("quantile", this, share);
}
