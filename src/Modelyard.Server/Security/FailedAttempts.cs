using System.Net;

namespace Modelyard.Server.Security;

/// <summary>Counts wrong tokens by the address that they came from, so that nobody tries many. Its size is bounded, whoever asks from wherever.</summary>
/// <param name="clock">The clock.</param>
internal sealed class FailedAttempts(TimeProvider clock)
{
    /// <summary>The number of wrong tokens in a minute after which an address must wait.</summary>
    public const int Most = 10;

    /// <summary>The greatest number of addresses that are remembered.</summary>
    public const int MostAddresses = 10_000;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);
    private readonly Dictionary<IPAddress, (long Since, int Count)> _byAddress = [];
    private readonly Lock _lock = new();

    /// <summary>Counts a wrong token.</summary>
    /// <param name="address">The address that it came from.</param>
    /// <returns>Whether the address must wait from now on.</returns>
    public bool Add(IPAddress? address)
    {
        IPAddress key = KeyOf(address);
        lock (_lock)
        {
            long now = clock.GetTimestamp();
            (long since, int count) = _byAddress.GetValueOrDefault(key, (now, 0));
            if (clock.GetElapsedTime(since, now) >= s_window)
            {
                (since, count) = (now, 0);
            }

            if (count == 0 && _byAddress.Count >= MostAddresses)
            {
                MakeRoom(now);
            }

            _byAddress[key] = (since, count + 1);
            return count + 1 == Most;
        }
    }

    /// <summary>Finds how long an address must wait.</summary>
    /// <param name="address">The address.</param>
    /// <returns>The time; zero if it need not.</returns>
    public TimeSpan WaitOf(IPAddress? address)
    {
        IPAddress key = KeyOf(address);
        lock (_lock)
        {
            return _byAddress.TryGetValue(key, out (long Since, int Count) found) && found.Count >= Most && s_window - clock.GetElapsedTime(found.Since) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>Gets what an address is counted under: of IPv6 the network of 64 bits, in which anyone has addresses without end.</summary>
    private static IPAddress KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out int length) || length < bytes.Length)
        {
            return address;
        }

        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    /// <summary>Forgets the addresses whose minute is over, or else the one that began first.</summary>
    private void MakeRoom(long now)
    {
        foreach (IPAddress address in _byAddress.Where(one => clock.GetElapsedTime(one.Value.Since, now) >= s_window).Select(one => one.Key).ToArray())
        {
            _byAddress.Remove(address);
        }

        if (_byAddress.Count >= MostAddresses)
        {
            _byAddress.Remove(_byAddress.MinBy(one => one.Value.Since).Key);
        }
    }
}
