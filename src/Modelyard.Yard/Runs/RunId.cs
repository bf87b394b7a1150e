using System.Security.Cryptography;

namespace Modelyard.Lifecycle;

/// <summary>Makes identifiers of 26 letters and digits: 48 bits of time, 80 random ones, in the base 32 of Crockford, so that they sort by time.</summary>
internal static class RunId
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;
    private static readonly Lock s_gate = new();
    private static UInt128 s_last;

    internal static string Next(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        UInt128 value = (UInt128)now.ToUnixTimeMilliseconds();
        foreach (byte part in random)
        {
            value = (value << 8) | part;
        }

        lock (s_gate)
        {
            // Within one millisecond, or when the clock steps back, the order is kept by counting on.
            value = value > s_last ? value : s_last + 1;
            s_last = value;
        }

        return string.Create(Length, value, (text, rest) =>
        {
            for (int i = text.Length - 1; i >= 0; i--, rest >>= 5)
            {
                text[i] = Digits[(int)(rest & 31)];
            }
        });
    }
}
