using FsCheck;
using FsCheck.Fluent;

namespace Modelyard.Tests;

/// <summary>Says how statements are checked on generated values: on the same ones in every run, since a suite must not fail at random.</summary>
/// <remarks>To search further, raise the number of cases or change the seed for one run.</remarks>
internal static class Property
{
    private const int Cases = 300;
    private const ulong Seed = 20261123;

    public static Config Repeatable { get; } = Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(Seed, 1);
}
