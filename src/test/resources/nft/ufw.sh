for c in ufw6-before-input ufw6-user-input ufw6-reject-input; do
    ip6tables-nft -N $c
    ip6tables-nft -A INPUT -j $c
done
ip6tables-nft -P INPUT DROP
ip6tables-nft -A ufw6-before-input -i lo -j ACCEPT
ip6tables-nft -A ufw6-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip6tables-nft -A ufw6-before-input -m conntrack --ctstate INVALID -j DROP
ip6tables-nft -A ufw6-before-input -p ipv6-icmp -j ACCEPT
ip6tables-nft -A ufw6-user-input -p udp --dport 27177 -j ACCEPT
